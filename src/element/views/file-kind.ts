export type FileKind = 'image' | 'video' | 'audio' | 'archive' | 'sheet' | 'code' | 'pdf' | 'text' | 'file';

const endings: Record<Exclude<FileKind, 'file'>, string> = {
  image: 'jpg jpeg png gif webp avif heic heif svg tif tiff bmp ico jxl psd raw dng cr2 nef',
  video: 'mp4 mov m4v mkv avi webm mts wmv flv mpg mpeg 3gp',
  audio: 'mp3 wav flac aac m4a ogg opus wma aiff mid',
  archive: 'zip gz tgz 7z rar tar xz bz2 zst dmg iso jar',
  sheet: 'csv tsv xls xlsx ods numbers parquet',
  code: 'js ts jsx tsx json xml html css py go rs java c h cpp cs rb php sh sql yml yaml toml',
  pdf: 'pdf',
  text: 'txt md doc docx odt rtf pages ppt pptx odp key epub log tex',
};

const kinds = new Map(
  Object.entries(endings).flatMap(([kind, list]) =>
    list.split(' ').map((ending): [string, FileKind] => [ending, kind as FileKind]),
  ),
);

/** What a file is by its MIME type, else by its ending, because systems leave some files without a type. The kind chooses the icon. */
export function kindOf(name: string, type: string): FileKind {
  const group = type.split('/')[0];
  if (group === 'image' || group === 'video' || group === 'audio') return group;
  if (type === 'application/pdf') return 'pdf';
  return kinds.get(endingOf(name).toLowerCase()) ?? (group === 'text' ? 'text' : 'file');
}

/** "mp4" of "holiday.mp4"; '' without one, or when it is too long to be one. */
export function endingOf(name: string): string {
  return /[^.]\.([a-z0-9]{1,5})$/i.exec(name)?.[1] ?? '';
}
