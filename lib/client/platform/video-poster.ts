import { POSTER_MAX_CHARACTERS } from '@/lib/shared/limits';

/** Longer than any browser needs for the beginning of a film of this device. */
const TIMEOUT_MS = 5_000;
/** The browser shows a film's first image once it is there; this is for its box, and until then. */
const SIDE_PIXELS = 400;
const QUALITY = 0.5;
/** Films often begin in the dark. */
const AT_SECONDS = 0.5;

const once = (video: HTMLVideoElement, event: string) =>
  new Promise<void>((resolve, reject) => {
    video.addEventListener(event, () => resolve(), { once: true });
    video.addEventListener('error', () => reject(new Error('no film')), { once: true });
    setTimeout(() => reject(new Error('too slow')), TIMEOUT_MS);
  });

/**
 * A small picture of a film, as a data URL; null for one that this browser cannot play, and outside of
 * browsers. Never rejects.
 */
export async function makePoster(blob: Blob): Promise<string | null> {
  if (typeof document === 'undefined') return null;
  const url = URL.createObjectURL(blob);
  const video = document.createElement('video');
  try {
    video.muted = true;
    video.preload = 'auto';
    video.playsInline = true;
    const isThere = once(video, 'loadeddata');
    video.src = url;
    await isThere;
    const isSought = once(video, 'seeked');
    video.currentTime = Math.min(AT_SECONDS, (video.duration || 0) / 2);
    await isSought;
    const { videoWidth, videoHeight } = video;
    const scale = Math.min(1, SIDE_PIXELS / Math.max(videoWidth, videoHeight));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(videoWidth * scale));
    canvas.height = Math.max(1, Math.round(videoHeight * scale));
    const context = canvas.getContext('2d');
    if (!context || videoWidth === 0) return null;
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    const poster = canvas.toDataURL('image/jpeg', QUALITY);
    return poster.length <= POSTER_MAX_CHARACTERS ? poster : null;
  } catch {
    return null;
  } finally {
    video.removeAttribute('src');
    URL.revokeObjectURL(url);
  }
}
