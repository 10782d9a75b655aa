import { describe, expect, test } from 'vitest';
import { MicrophoneError, microphoneProblemOf } from '@/lib/client/platform/microphone-problem';
import { chooseRecordingType, typeOfRecording } from '@/lib/client/voice/recording-format';

const WEBM = Uint8Array.of(0x1a, 0x45, 0xdf, 0xa3, 1, 2, 3, 4);
const OGG = new TextEncoder().encode('OggS....');
const MP4 = new TextEncoder().encode('\0\0\0\u0018ftyp');

describe('what is recorded', () => {
  test('is Opus where there is such a thing, in whatever the browser can write', () => {
    const among = (...types: string[]) => chooseRecordingType((type) => types.includes(type));
    expect(among('audio/mp4', 'audio/webm;codecs=opus')).toBe('audio/webm;codecs=opus');
    expect(among('audio/ogg', 'audio/ogg;codecs=opus')).toBe('audio/ogg;codecs=opus');
    expect(among('audio/mp4')).toBe('audio/mp4');
    expect(among('video/webm')).toBeNull();
  });

  test('is told by its first bytes, whatever the recorder says', () => {
    expect(typeOfRecording(WEBM, 'audio/mp4')).toBe('audio/webm');
    expect(typeOfRecording(OGG, 'audio/webm;codecs=opus')).toBe('audio/ogg');
    expect(typeOfRecording(MP4, '')).toBe('audio/mp4');
  });

  test('is what the recorder says where the bytes say nothing', () => {
    const unknown = new Uint8Array(8);
    expect(typeOfRecording(unknown, 'audio/wav; codecs=1')).toBe('audio/wav');
    expect(typeOfRecording(unknown, '')).toBe('audio/webm');
  });
});

test('why there is no microphone is told by the error of each browser', () => {
  const named = (name: string) => microphoneProblemOf(new DOMException('no', name));
  expect(named('NotAllowedError')).toBe('refused');
  expect(named('NotFoundError')).toBe('missing');
  expect(named('OverconstrainedError')).toBe('missing');
  expect(named('NotReadableError')).toBe('busy');
  expect(named('DataCloneError')).toBe('failed');
  expect(microphoneProblemOf(new MicrophoneError('insecure'))).toBe('insecure');
  expect(microphoneProblemOf('no')).toBe('failed');
});
