/**
 * Elements are drawn in Inter from then on, the same on every machine: some have a system font that is a sixth wider than others. What it has
 * no letters for is drawn in a system font.
 */
export async function useOneFont(): Promise<void> {
  for (const weight of [400, 500, 600]) {
    const href = `/node_modules/@fontsource/inter/${weight}.css`;
    if (document.querySelector(`link[href="${href}"]`)) continue;
    const link = Object.assign(document.createElement('link'), {rel: 'stylesheet', href});
    const loaded = new Promise((resolve) => link.addEventListener('load', resolve));
    document.head.append(link);
    await loaded;
  }
  await Promise.all([...document.fonts].map((face) => face.load()));
  document.documentElement.style.setProperty('--cos-font', '400 0.9375rem/1.45 Inter, sans-serif');
}
