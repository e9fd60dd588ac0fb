type OpenFilePicker = (options: {
  multiple: boolean;
  excludeAcceptAllOption?: boolean;
  types?: {accept: Record<string, string[]>}[];
}) => Promise<FileSystemFileHandle[]>;

/**
 * Picks files, or a folder, with the pickers that give handles, so that a later visit need not ask for them again. Undefined where the
 * browser has none or refuses it (then use an input); an empty list when the person dismisses the picker.
 */
export async function pickHandles({
  accept,
  multiple,
  directory,
}: {
  accept: string;
  multiple: boolean;
  directory: boolean;
}): Promise<FileSystemHandle[] | undefined> {
  const {showOpenFilePicker, showDirectoryPicker} = globalThis as {
    showOpenFilePicker?: OpenFilePicker;
    showDirectoryPicker?: () => Promise<FileSystemDirectoryHandle>;
  };
  if (directory) return showDirectoryPicker && ask(async () => [await showDirectoryPicker()]);
  const types = typesOf(accept);
  return (
    showOpenFilePicker &&
    ask(() => showOpenFilePicker({multiple, ...(types && {types, excludeAcceptAllOption: true})}))
  );
}

async function ask<T>(picker: () => Promise<T[]>): Promise<T[] | undefined> {
  // A driver can answer the chooser of an input but not these pickers, so a test of the page would hang.
  if (navigator.webdriver) return undefined;
  try {
    return await picker();
  } catch (error) {
    return error instanceof DOMException && error.name === 'AbortError' ? [] : undefined;
  }
}

/** `image/*,.mov` → MIME types with the endings that belong to them. The picker takes endings only under a type, so those alone get one. */
function typesOf(accept: string): {accept: Record<string, string[]>}[] | undefined {
  const tokens = accept
    .split(',')
    .map((token) => token.trim())
    .filter(Boolean);
  if (tokens.length === 0 || tokens.includes('*/*') || tokens.includes('*')) return undefined;
  const endings = tokens.filter((token) => token.startsWith('.'));
  return [
    {
      accept: {
        ...Object.fromEntries(tokens.filter((token) => !token.startsWith('.')).map((type) => [type, []])),
        ...(endings.length && {'application/x-chosen': endings}),
      },
    },
  ];
}
