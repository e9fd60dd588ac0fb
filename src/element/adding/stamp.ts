/** Pasted and photographed pictures are all called "image.…"; a name of their own keeps them from overwriting each other. */
export function stamp(files: readonly File[], word: 'pasted' | 'photo', now: Date = new Date()): File[] {
  const time = now.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  return files.map((file, i) => {
    if (!/^image\.\w+$/i.test(file.name)) return file;
    const name = file.name.replace(/^image/i, `${word}-${time}${i ? `-${(i + 1).toString()}` : ''}`);
    return new File([file], name, {type: file.type, lastModified: file.lastModified});
  });
}
