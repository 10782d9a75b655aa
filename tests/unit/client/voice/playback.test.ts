import { expect, test } from 'vitest';
import { formatPosition } from '@/lib/client/voice/format-position';
import { nextSpeed, playbackSpeed } from '@/lib/client/voice/playback-speed';
import { voiceFileName } from '@/lib/client/voice/voice-note';
import { fileBriefText } from '@/lib/shared/files/file-brief';

test('the speeds come in turn, and begin with the usual one', () => {
  expect(playbackSpeed.get()).toBe(1);
  expect(nextSpeed(1)).toBe(1.5);
  expect(nextSpeed(1.5)).toBe(2);
  expect(nextSpeed(2)).toBe(1);
});

test('a place is told in whole seconds that have passed', () => {
  expect([0, 999, 1_000, 61_500, 899_999].map(formatPosition)).toEqual([
    '0:00',
    '0:00',
    '0:01',
    '1:01',
    '14:59',
  ]);
});

test('a voice note is called by its kind and its length, and saved by what it is', () => {
  const brief = { name: 'voice-message.m4a', durationMs: 12_400 };
  expect(fileBriefText(brief, 'Voice message')).toBe('🎤 Voice message (0:12)');
  expect(fileBriefText(brief)).toBe('🎤 0:12');
  expect(fileBriefText({ name: 'notes.txt' }, 'Voice message')).toBe('📎 notes.txt');
  expect(voiceFileName('audio/mp4')).toBe('voice-message.m4a');
  expect(voiceFileName('audio/webm')).toBe('voice-message.webm');
});
