/** What one upload may need, asked for together so that a policy can be written once. */
export const uploadActions: readonly string[] = [
  'PutObject',
  'HeadObject',
  'InitiateMultipartUpload',
  'UploadPart',
  'ListParts',
  'CompleteMultipartUpload',
  'AbortMultipartUpload',
];

/** What an upload does where the page has chosen so. */
export const chosenActions: readonly string[] = ['PostObject'];

export const beyondUpload = (actions: readonly string[]): string[] =>
  actions.filter((action) => !uploadActions.includes(action) && !chosenActions.includes(action));
