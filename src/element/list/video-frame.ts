/** Milliseconds that a film may take to show a picture. */
const patience = 8000;

let forbidden = false;

/**
 * An early frame of a film, scaled to `width` pixels; undefined where the browser cannot play it or the page's policy forbids it.
 */
export async function videoFrame(file: Blob, width: number): Promise<ImageBitmap | undefined> {
  if (forbidden) return undefined;
  const video = document.createElement('video');
  const url = URL.createObjectURL(file);
  // A policy without `media-src blob:` would report each film anew.
  const onViolation = ({blockedURI}: SecurityPolicyViolationEvent): void => {
    forbidden ||= blockedURI.startsWith('blob');
  };
  document.addEventListener('securitypolicyviolation', onViolation);
  try {
    video.muted = true;
    video.playsInline = true;
    video.preload = 'auto';
    video.src = url;
    await happened(video, 'loadeddata');
    // The first frame is often black.
    if (video.duration > 0.2) {
      video.currentTime = Math.min(1, video.duration / 4);
      await happened(video, 'seeked');
    }
    if (!video.videoWidth) return undefined;
    return await createImageBitmap(video, {resizeWidth: width, resizeQuality: 'medium'});
  } finally {
    document.removeEventListener('securitypolicyviolation', onViolation);
    video.removeAttribute('src');
    video.load();
    URL.revokeObjectURL(url);
  }
}

function happened(video: HTMLVideoElement, type: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(reject, patience);
    const end = (settle: () => void) => (): void => {
      clearTimeout(timer);
      settle();
    };
    video.addEventListener(type, end(resolve), {once: true});
    video.addEventListener('error', end(reject), {once: true});
  });
}
