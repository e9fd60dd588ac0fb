import registered from 'mime/types/standard.js';

/** Names beside the registered ones: those of vendors, and those with x-. A star: the ending's own type is another. */
const others = {
  'application/vnd.android.package-archive': ['apk'],
  'application/vnd.apple.keynote': ['key'],
  'application/vnd.apple.numbers': ['numbers'],
  'application/vnd.apple.pages': ['pages'],
  'application/vnd.google-earth.kml+xml': ['kml'],
  'application/vnd.ms-excel': ['xls'],
  'application/vnd.ms-excel.sheet.macroenabled.12': ['xlsm'],
  'application/vnd.ms-outlook': ['msg'],
  'application/vnd.ms-powerpoint': ['ppt', 'pps'],
  'application/vnd.ms-word.document.macroenabled.12': ['docm'],
  'application/vnd.oasis.opendocument.presentation': ['odp'],
  'application/vnd.oasis.opendocument.spreadsheet': ['ods'],
  'application/vnd.oasis.opendocument.text': ['odt'],
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': ['pptx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.rar': ['rar'],
  'application/vnd.visio': ['vsd', 'vsdx'],
  'application/x-7z-compressed': ['7z'],
  'application/x-bzip2': ['bz2'],
  'application/x-compressed': ['*rar'],
  'application/x-mobipocket-ebook': ['mobi'],
  'application/x-msdownload': ['*exe', '*dll', '*msi'],
  'application/x-rar-compressed': ['*rar'],
  'application/x-subrip': ['srt'],
  'application/x-tar': ['tar'],
  'application/x-xz': ['xz'],
  'application/x-zip-compressed': ['*zip'],
  'audio/x-aac': ['*aac'],
  'audio/x-aiff': ['aif', 'aiff', 'aifc'],
  'audio/x-flac': ['flac'],
  'audio/x-m4a': ['*m4a'],
  'audio/x-ms-wma': ['wma'],
  'audio/x-wav': ['*wav'],
  'image/vnd.adobe.photoshop': ['psd'],
  'image/vnd.dwg': ['dwg'],
  'image/vnd.dxf': ['dxf'],
  'image/vnd.microsoft.icon': ['ico'],
  'image/x-adobe-dng': ['dng'],
  'image/x-icon': ['*ico'],
  'image/x-ms-bmp': ['*bmp'],
  'text/x-vcard': ['vcf'],
  'video/x-flv': ['flv'],
  'video/x-m4v': ['m4v'],
  'video/x-matroska': ['mkv'],
  'video/x-ms-wmv': ['wmv'],
  'video/x-msvideo': ['avi'],
};

/** Which types stand for which endings. */
export interface FileTypes {
  /** `video/quicktime` for `mov`; '' for an ending that stands for none. */
  typeOf(ending: string): string;
  /** `mov` and `qt` for `video/quicktime`, and for the names that are used for it (`video/mov`, `video/x-quicktime`). */
  endingsOf(type: string): ReadonlySet<string>;
}

/** By mime-db, which servers use too: all that is registered, and what else people upload. */
const endings = new Map<string, ReadonlySet<string>>();
const types = new Map<string, string>();
for (const [type, list] of Object.entries({...registered, ...others})) {
  endings.set(type, new Set(list.map((ending) => ending.replace('*', ''))));
  for (const ending of list) if (!ending.startsWith('*')) types.set(ending, type);
}

const none: ReadonlySet<string> = new Set();

/** Loaded when the types that the browser gives do not tell enough. */
export const fileTypes: FileTypes = {
  typeOf: (ending) => types.get(ending) ?? '',
  endingsOf(type) {
    const [group = '', name = ''] = type.split('/');
    const bare = name.replace(/^x-/, '');
    // `application/x-gzip` is `application/gzip`, and `audio/flac` is `audio/x-flac`.
    const spellings = [type, `${group}/${bare}`, `${group}/x-${bare}`];
    // `image/jpg` is no registered type, but its second half is an ending that has one.
    const byEnding = types.get(bare);
    if (byEnding) spellings.push(byEnding);
    const known = spellings.find((spelling) => endings.has(spelling));
    return (known && endings.get(known)) || none;
  },
};
