'use client';

import Pause from 'lucide-react/icons/pause';
import Play from 'lucide-react/icons/play';
import type { KeyboardEvent, ReactNode } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { classNames } from '@/components/ui/class-names';
import { usePlaying, useVoicePlayer } from '@/components/voice/use-voice-player';
import { Waveform } from '@/components/voice/waveform';
import { useStoredValue } from '@/lib/client/hooks/use-stored-value';
import { formatPosition } from '@/lib/client/voice/format-position';
import { nextSpeed, playbackSpeed } from '@/lib/client/voice/playback-speed';
import type { VoiceTrack } from '@/lib/client/voice/voice-player';
import { formatDuration } from '@/lib/shared/files/file-brief';

const KEY_STEP_MS = 5_000;
/** Of short ones, this part of their length. */
const KEY_STEP_PART = 0.1;

interface VoiceControlsProps {
  track: VoiceTrack;
  waveform: readonly number[];
  /** What a screen reader hears of it, its length included. */
  label: string;
  /** What stands in place of the button while it is sent. */
  overlay?: ReactNode;
  /** On one's own bubble. */
  isOnAccent?: boolean;
  /** Where there is little room. */
  isSmall?: boolean;
  className?: string;
}

/** Plays a voice note: a button, its waveform to go to a place in, how far it is, and how fast. */
export function VoiceControls(props: VoiceControlsProps) {
  const { track, waveform, label, overlay, isOnAccent, isSmall, className } = props;
  const words = useAllMessages().voice;
  const player = useVoicePlayer();
  const { isCurrent, isPlaying, positionMs, hasFailed } = usePlaying(player, track.key);
  const { durationMs } = track;
  const stepMs = Math.min(KEY_STEP_MS, durationMs * KEY_STEP_PART);
  const Icon = isPlaying ? Pause : Play;
  const onKeyDown = (event: KeyboardEvent) => {
    const places: Record<string, number> = {
      ArrowLeft: positionMs - stepMs,
      ArrowRight: positionMs + stepMs,
      Home: 0,
      End: durationMs,
    };
    const place = places[event.key];
    if (event.key === ' ') player?.toggle(track);
    else if (place !== undefined) player?.seek(track, place);
    else return;
    event.preventDefault();
  };
  return (
    // Time runs from left to right wherever one reads.
    <div dir="ltr" className={classNames('flex items-center gap-2', className)}>
      <div className={classNames('relative shrink-0', isSmall ? 'size-9' : 'size-11')}>
        <button
          type="button"
          aria-label={isPlaying ? words.pause : words.play}
          disabled={!player}
          onClick={() => player?.toggle(track)}
          className={classNames(
            'flex size-full items-center justify-center rounded-full transition-colors before:absolute before:-inset-1',
            isOnAccent
              ? 'bg-white/20 text-on-accent hover:bg-white/30'
              : 'bg-accent-solid text-on-accent hover:bg-accent-solid-hover',
          )}
        >
          <Icon className="size-5 fill-current" aria-hidden="true" />
        </button>
        {overlay}
      </div>
      <div className="relative min-w-0 flex-1 rounded-md has-focus-visible:outline-2 has-focus-visible:outline-offset-2">
        <Waveform waveform={waveform} progress={positionMs / durationMs} className="w-full" />
        <input
          type="range"
          aria-label={label}
          aria-valuetext={words.position(formatPosition(positionMs), formatDuration(durationMs))}
          min={0}
          max={durationMs}
          step={1}
          value={Math.round(positionMs)}
          onChange={(event) => player?.seek(track, Number(event.target.value))}
          onKeyDown={onKeyDown}
          className="absolute -inset-y-2 inset-x-0 w-full cursor-pointer opacity-0"
        />
      </div>
      <span
        aria-hidden="true"
        className="min-w-9 shrink-0 text-end text-meta whitespace-nowrap tabular-nums"
      >
        {isCurrent || positionMs > 0 ? formatPosition(positionMs) : formatDuration(durationMs)}
      </span>
      {(isCurrent || positionMs > 0) && !hasFailed && <SpeedButton />}
    </div>
  );
}

/** How fast all of them are played. */
function SpeedButton() {
  const words = useAllMessages().voice;
  const speed = useStoredValue(playbackSpeed, 1);
  const shown = `${speed}×`;
  return (
    <button
      type="button"
      aria-label={words.speed(shown)}
      onClick={() => playbackSpeed.set(nextSpeed(speed))}
      className="relative -my-1 min-h-7 min-w-9 shrink-0 rounded-full bg-current/15 px-1.5 text-meta font-semibold tabular-nums before:absolute before:-inset-2 focus-visible:outline-current"
    >
      {shown}
    </button>
  );
}
