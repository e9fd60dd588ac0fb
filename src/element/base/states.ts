/** What the element shows itself by, for CSS: each is an attribute and a `:state()`. */
const states = ['dragging', 'uploading', 'paused', 'offline', 'complete', 'has-error'] as const;

export type State = (typeof states)[number];

export const isState = (name: string): boolean => (states as readonly string[]).includes(name);
