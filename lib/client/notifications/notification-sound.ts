/**
 * Before the person has touched the page, the browser leaves the context suspended, and the promise
 * may never settle.
 */
const RESUME_PATIENCE_MS = 200;
const VOLUME = 0.12;
/** Two short notes, a fourth apart. */
const TONES = [
  { hertz: 587.33, atSeconds: 0, lastsSeconds: 0.16 },
  { hertz: 783.99, atSeconds: 0.11, lastsSeconds: 0.28 },
] as const;
const ATTACK_SECONDS = 0.01;

let context: AudioContext | null = null;

/** Plays a short sound made on the spot. False when the browser does not let it be heard. */
export async function playNotificationSound(): Promise<boolean> {
  if (typeof AudioContext === 'undefined') return false;
  context ??= new AudioContext();
  const audio = context;
  const patience = new Promise((resolve) => setTimeout(resolve, RESUME_PATIENCE_MS));
  await Promise.race([audio.resume().catch(() => undefined), patience]);
  if (audio.state !== 'running') return false;
  for (const { hertz, atSeconds, lastsSeconds } of TONES) {
    const start = audio.currentTime + atSeconds;
    const tone = new OscillatorNode(audio, { type: 'sine', frequency: hertz });
    const volume = new GainNode(audio, { gain: 0 });
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(VOLUME, start + ATTACK_SECONDS);
    // Not to 0, which an exponential ramp cannot reach.
    volume.gain.exponentialRampToValueAtTime(0.0001, start + lastsSeconds);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + lastsSeconds);
  }
  return true;
}
