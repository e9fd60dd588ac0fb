/**
 * Pasted and recorded files are all called the same ("image.png", "capturedvideo.mov"); a name of their own keeps them from
 * overwriting each other.
 */
export function stamp(files: readonly File[], word?: 'pasted', now: Date = new Date()): File[] {
  const time = now.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  return files.map((file, i) => {
    const [, kind = '', ending = ''] = /^(?:captured)?(image|video|audio)(\.\w+)$/i.exec(file.name) ?? [];
    if (!kind) return file;
    const first = word ?? (kind.toLowerCase() === 'image' ? 'photo' : kind.toLowerCase());
    const name = `${first}-${time}${i ? `-${(i + 1).toString()}` : ''}${ending}`;
    return new File([file], name, {type: file.type, lastModified: file.lastModified});
  });
}
