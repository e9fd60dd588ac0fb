/** The page that sends an object tells the pages that wait for it how far it is. */
export interface News {
  /** Tells how many bytes of `name` are done. */
  announce(name: string, sent: number): void;
  /** Calls `listener` with what is announced of `name`. Answers a function that ends this. */
  watch(name: string, listener: (sent: number) => void): () => void;
}

interface Announcement {
  name: string;
  sent: number;
}

/** News over a BroadcastChannel. Where there is none, no page hears anything. */
export function createNews(channelName = 'cos-uploader'): News {
  let opened: BroadcastChannel | undefined;
  const channel = (): BroadcastChannel | undefined => (opened ??= openChannel(channelName));
  return {
    announce: (name, sent) => channel()?.postMessage({name, sent} satisfies Announcement),
    watch(name, listener) {
      const listen = ({data}: MessageEvent<unknown>): void => {
        if (isAnnouncement(data) && data.name === name) listener(data.sent);
      };
      channel()?.addEventListener('message', listen);
      return () => opened?.removeEventListener('message', listen);
    },
  };
}

/** Other scripts of the origin and other versions of this library may use the same channel, so the data is checked. */
function isAnnouncement(data: unknown): data is Announcement {
  const {name, sent} = (data ?? {}) as Partial<Record<keyof Announcement, unknown>>;
  return typeof name === 'string' && Number.isSafeInteger(sent) && (sent as number) >= 0;
}

function openChannel(name: string): BroadcastChannel | undefined {
  if (typeof BroadcastChannel !== 'function') return undefined;
  const channel: BroadcastChannel & {unref?: () => void} = new BroadcastChannel(name);
  channel.unref?.(); // Node would not end while it is open.
  return channel;
}
