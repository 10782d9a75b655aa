import { playbackSpeed } from '@/lib/client/voice/playback-speed';

/** A voice note as it is played. */
export interface VoiceTrack {
  /** Of the row that shows it. */
  key: string;
  url: string;
  durationMs: number;
  /** Whose conversation it stands in. */
  userId: string;
  /** null until it is sent. */
  seq: number | null;
  /** Who speaks. */
  senderName: string;
}

export interface PlayerState {
  /** What is played, or was last and can go on; null when there is nothing. */
  track: VoiceTrack | null;
  isPlaying: boolean;
  positionMs: number;
  /** The key of the last one that this browser could not play. */
  failedKey: string | null;
}

const NOTHING: PlayerState = { track: null, isPlaying: false, positionMs: 0, failedKey: null };

/**
 * Plays voice notes, one at a time, whatever is on the screen. Where one was left is remembered while the
 * page lives.
 */
export class VoicePlayer {
  readonly #audio = new Audio();
  readonly #listeners = new Set<() => void>();
  readonly #positions = new Map<string, number>();
  readonly #visible = new Set<string>();
  #state = NOTHING;
  #findNext: (track: VoiceTrack) => VoiceTrack | null = () => null;

  constructor() {
    const audio = this.#audio;
    audio.preload = 'metadata';
    audio.addEventListener('timeupdate', () => this.#notePosition());
    audio.addEventListener('play', () => this.#set({ isPlaying: true }));
    audio.addEventListener('pause', () => this.#set({ isPlaying: false }));
    audio.addEventListener('ended', () => this.#onEnded());
    audio.addEventListener('error', () => this.#onFailed());
    audio.addEventListener('loadedmetadata', () => this.#onLoaded());
    playbackSpeed.subscribe(() => this.#applySpeed());
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getState = (): PlayerState => this.#state;

  /** What to play after one has ended. */
  setNext(findNext: (track: VoiceTrack) => VoiceTrack | null): void {
    this.#findNext = findNext;
  }

  /** Where one is, or was left. */
  positionOf(key: string): number {
    return this.#state.track?.key === key
      ? this.#state.positionMs
      : (this.#positions.get(key) ?? 0);
  }

  toggle(track: VoiceTrack): void {
    if (this.#state.track?.key === track.key && this.#state.isPlaying) this.pause();
    else this.play(track);
  }

  play(track: VoiceTrack): void {
    const isOther = this.#state.track?.key !== track.key || this.#state.failedKey === track.key;
    if (isOther) {
      const positionMs = this.#positions.get(track.key) ?? 0;
      this.#audio.pause();
      this.#audio.src = track.url;
      this.#set({ track, positionMs, failedKey: null });
    }
    // Refused without a press, or stopped by the next one: then it simply does not play.
    this.#audio.play().catch(() => this.#set({ isPlaying: !this.#audio.paused }));
  }

  pause(): void {
    this.#audio.pause();
  }

  /** Goes on with what was played last. */
  resume(): void {
    const { track } = this.#state;
    if (track) this.play(track);
  }

  /** Goes to a place of one, whether or not it is being played. */
  seek(track: VoiceTrack, positionMs: number): void {
    const position = Math.min(Math.max(positionMs, 0), track.durationMs);
    this.#positions.set(track.key, position);
    if (this.#state.track?.key === track.key) {
      if (this.#audio.readyState > 0) this.#audio.currentTime = position / 1_000;
      this.#set({ positionMs: position });
    } else this.#notify();
  }

  /** Plays nothing any more, and shows nothing. */
  stop(): void {
    this.#audio.pause();
    this.#audio.removeAttribute('src');
    this.#audio.load();
    this.#set(NOTHING);
  }

  /** Gives one up that is no more. */
  forget(key: string): void {
    if (this.#state.track?.key === key) this.stop();
    this.#positions.delete(key);
  }

  /** Whether a row that shows it is on the screen. */
  noteVisible(key: string, isVisible: boolean): void {
    if (this.#visible.has(key) === isVisible) return;
    if (isVisible) this.#visible.add(key);
    else this.#visible.delete(key);
    this.#notify();
  }

  isVisible(key: string): boolean {
    return this.#visible.has(key);
  }

  #onLoaded(): void {
    this.#applySpeed();
    const { track } = this.#state;
    const position = (track && this.#positions.get(track.key)) ?? 0;
    if (position > 0) this.#audio.currentTime = position / 1_000;
  }

  #applySpeed(): void {
    // Each new source begins at the default.
    this.#audio.defaultPlaybackRate = playbackSpeed.get();
    this.#audio.playbackRate = playbackSpeed.get();
  }

  #notePosition(): void {
    const { track } = this.#state;
    // Before it is loaded it is nowhere, and that is no place to remember.
    if (!track || this.#audio.readyState === 0) return;
    const positionMs = Math.min(this.#audio.currentTime * 1_000, track.durationMs);
    this.#positions.set(track.key, positionMs);
    this.#set({ positionMs });
  }

  #onEnded(): void {
    const { track } = this.#state;
    if (!track) return;
    this.#positions.delete(track.key);
    const next = this.#findNext(track);
    if (next) this.play(next);
    else this.#set(NOTHING);
  }

  #onFailed(): void {
    const { track } = this.#state;
    if (track) this.#set({ isPlaying: false, failedKey: track.key });
  }

  #set(change: Partial<PlayerState>): void {
    this.#state = { ...this.#state, ...change };
    this.#notify();
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }
}
