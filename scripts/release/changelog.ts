/**
 * CHANGELOG.md with the entry of a version in its place: `changeset version` writes it above the introduction, and without a date. What stands under
 * "Unreleased" belongs to it.
 */
export function orderedChangelog(text: string, version: string, date: string): string {
  const [head = '', ...sections] = text.split(/^(?=## )/m);
  const isOf = (title: string) => (section: string) => section.split('\n', 1)[0]?.trim() === `## ${title}`;
  const bodyOf = (section = ''): string => section.replace(/^.*\n/, '').trim();

  const written = sections.find(isOf(version)) ?? '';
  // Above the introduction the entry ends where that begins.
  const [entry = '', ...introduction] = written.split(/^(?=The format is )/m);
  const unreleased = sections.find(isOf('Unreleased'));
  const others = sections.filter((section) => section !== written && section !== unreleased);

  const title = head.trim().split('\n')[0]!;
  const introduced = [head.trim().slice(title.length), ...introduction].join('').trim();
  const body = [bodyOf(entry), bodyOf(unreleased)].filter(Boolean).join('\n\n');
  return [title, introduced, `## ${version} (${date})`, body, ...others.map((section) => section.trim())]
    .filter(Boolean)
    .join('\n\n')
    .concat('\n');
}
