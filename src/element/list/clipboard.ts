/** Copies text. False where the browser does not allow it. `root`: where a selection can be made, which pages on plain http need. */
export async function copyText(text: string, root: ParentNode): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text, root); // no secure page, or no permission
  }
}

function copySelected(text: string, root: ParentNode): boolean {
  const focused = root.querySelector<HTMLElement>(':focus');
  const area = document.createElement('textarea');
  area.className = 'sr';
  area.readOnly = true;
  area.value = text;
  root.append(area);
  area.select();
  // Deprecated, and the only way there is without a clipboard.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const copied = document.execCommand('copy');
  area.remove();
  focused?.focus({preventScroll: true});
  return copied;
}
