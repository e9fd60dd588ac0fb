interface Watch {
  readonly observer: MutationObserver;
  readonly listeners: Set<() => void>;
}

const watches = new WeakMap<Node, Watch>();

/** Calls back after elements of a document or shadow tree have come, gone or got another id. Answers a function that ends this. */
export function watchRoot(root: Node, listener: () => void): () => void {
  let watch = watches.get(root);
  if (!watch) {
    const listeners = new Set<() => void>();
    const observer = new MutationObserver(() => {
      for (const listener of [...listeners]) listener();
    });
    watch = {observer, listeners};
    watches.set(root, watch);
  }
  const {observer, listeners} = watch;
  if (listeners.size === 0)
    observer.observe(root, {childList: true, subtree: true, attributes: true, attributeFilter: ['id']});
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) observer.disconnect();
  };
}
