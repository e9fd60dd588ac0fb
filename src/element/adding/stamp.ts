/**
 * Browsers give all pasted and recorded files the same name ("image.png", "capturedvideo.mov"). This gives each a name of its own, so that
 * none overwrites another.
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
