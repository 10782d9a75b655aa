import { MicrophoneError } from '@/lib/client/platform/microphone-problem';
import { findMediaDevices, hasSecureContext } from '@/lib/client/platform/secure-context';
import { chooseRecordingType } from '@/lib/client/voice/recording-format';
import { loudnessOf } from '@/lib/client/voice/waveform';
import { VOICE_MAX_MS } from '@/lib/shared/limits';

/** Speech needs no more; fifteen minutes of it are 5 MB. */
const BITS_PER_SECOND = 48_000;
/** How often a part of the recording is handed over: what a crash of the device's recorder can cost. */
const PART_MS = 1_000;
const LEVEL_EVERY_MS = 100;
/** Recorders stop a little late. */
const LIMIT_MS = VOICE_MAX_MS - 500;

/** What a recorder brought, before it is made ready to be sent. */
export interface RawRecording {
  blob: Blob;
  /** As the recorder calls it; may be empty. */
  type: string;
  /** By the clock. */
  elapsedMs: number;
  /** How loud it was, ten times a second. */
  levels: readonly number[];
}

/** Why a recording ended by itself. */
export type RecordingEnd = 'limit' | 'unplugged' | 'failed';

/** A recording under way. */
export class Recording {
  readonly #stream: MediaStream;
  readonly #recorder: MediaRecorder;
  readonly #context: AudioContext;
  readonly #analyser: AnalyserNode;
  readonly #samples: Float32Array<ArrayBuffer>;
  readonly #parts: Blob[] = [];
  readonly #levels: number[] = [];
  readonly #startedAt = performance.now();
  readonly #stopped: Promise<void>;
  readonly #timer: ReturnType<typeof setInterval>;
  #endedAt: number | null = null;
  #onLevel: () => void = () => undefined;
  #onEnd: (why: RecordingEnd) => void = () => undefined;

  /** `type` is what the recorder is asked for. */
  constructor(stream: MediaStream, type: string) {
    this.#stream = stream;
    this.#recorder = new MediaRecorder(stream, {
      mimeType: type,
      audioBitsPerSecond: BITS_PER_SECOND,
    });
    this.#context = new AudioContext();
    this.#analyser = this.#context.createAnalyser();
    this.#samples = new Float32Array(this.#analyser.fftSize);
    this.#context.createMediaStreamSource(stream).connect(this.#analyser);
    void this.#context.resume();
    this.#recorder.addEventListener('dataavailable', ({ data }) => this.#parts.push(data));
    this.#recorder.addEventListener('error', () => this.#end('failed'));
    this.#stopped = new Promise((resolve) => {
      this.#recorder.addEventListener('stop', () => resolve());
    });
    for (const track of stream.getAudioTracks()) {
      track.addEventListener('ended', () => this.#end('unplugged'));
    }
    this.#recorder.start(PART_MS);
    this.#timer = setInterval(() => this.#tick(), LEVEL_EVERY_MS);
  }

  /** Says whenever there is another level, and when it ends by itself: `stop` then has what there is. */
  listen(listeners: { onLevel: () => void; onEnd: (why: RecordingEnd) => void }): void {
    this.#onLevel = listeners.onLevel;
    this.#onEnd = listeners.onEnd;
  }

  get elapsedMs(): number {
    return (this.#endedAt ?? performance.now()) - this.#startedAt;
  }

  get levels(): readonly number[] {
    return this.#levels;
  }

  /** Ends it. Resolves with what was recorded. */
  async stop(): Promise<RawRecording> {
    this.#endedAt ??= performance.now();
    clearInterval(this.#timer);
    if (this.#recorder.state !== 'inactive') this.#recorder.stop();
    await this.#stopped;
    const type = this.#recorder.mimeType;
    this.#release();
    return {
      blob: new Blob(this.#parts, { type }),
      type,
      elapsedMs: Math.min(this.elapsedMs, VOICE_MAX_MS),
      levels: this.#levels,
    };
  }

  /** Ends it, and keeps nothing. */
  cancel(): void {
    this.#onEnd = () => undefined;
    void this.stop();
  }

  #tick(): void {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    this.#levels.push(loudnessOf(this.#samples));
    this.#onLevel();
    if (this.elapsedMs >= LIMIT_MS) this.#end('limit');
  }

  #end(why: RecordingEnd): void {
    if (this.#endedAt !== null) return;
    this.#endedAt = performance.now();
    this.#onEnd(why);
  }

  /** Without this the browser goes on saying that the microphone is in use. */
  #release(): void {
    for (const track of this.#stream.getTracks()) track.stop();
    void this.#context.close();
  }
}

/** Asks for the microphone and begins. Throws a MicrophoneError, or what the browser refuses with. */
export async function startRecording(): Promise<Recording> {
  const devices = findMediaDevices();
  if (!devices) throw new MicrophoneError(hasSecureContext() ? 'unsupported' : 'insecure');
  const type =
    typeof MediaRecorder === 'undefined'
      ? null
      : chooseRecordingType((each) => MediaRecorder.isTypeSupported(each));
  if (type === null) throw new MicrophoneError('unsupported');
  const stream = await devices.getUserMedia({
    audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true },
  });
  try {
    return new Recording(stream, type);
  } catch (error) {
    for (const track of stream.getTracks()) track.stop();
    throw error;
  }
}
