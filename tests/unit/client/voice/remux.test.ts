import {
  BlobSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedPacketSink,
  Input,
  MP4,
  OggOutputFormat,
  Output,
  type OutputFormat,
  WebMOutputFormat,
} from 'mediabunny';
import { expect, test } from 'vitest';
import { remuxToMp4 } from '@/lib/client/voice/remux';

const PACKET_SECONDS = 0.02;
/** The first byte says "one packet of 20 ms" in Opus. */
const packetOf = (index: number, begin: number) =>
  new EncodedPacket(
    Uint8Array.of(0x98, index % 256, index >> 8, 7),
    'key',
    begin + index * PACKET_SECONDS,
    PACKET_SECONDS,
  );
/** The head of an Opus stream: one channel, 312 samples to leave out, 48 kHz. */
const HEAD = Buffer.from('OpusHead\x01\x01\x38\x01\x80\xbb\0\0\0\0\0', 'latin1');
const CONFIG = {
  codec: 'opus',
  numberOfChannels: 1,
  sampleRate: 48_000,
  description: new Uint8Array(HEAD),
};

/** As a recorder would write it: from front to back, so that its length is nowhere in it. */
async function record(
  format: OutputFormat,
  { seconds, begin = 0 }: { seconds: number; begin?: number },
) {
  const target = new BufferTarget();
  const output = new Output({ format, target });
  const source = new EncodedAudioPacketSource('opus');
  output.addAudioTrack(source);
  await output.start();
  for (let index = 0; index < Math.round(seconds / PACKET_SECONDS); index++) {
    await source.add(packetOf(index, begin), { decoderConfig: CONFIG });
  }
  await output.finalize();
  return new Blob([target.buffer ?? new ArrayBuffer(0)]);
}

const streamed = () => new WebMOutputFormat({ appendOnly: true });

/** What the packets of an MP4 carry, and when each begins. */
async function packetsOf(blob: Blob) {
  const input = new Input({ source: new BlobSource(blob), formats: [MP4] });
  const track = await input.getPrimaryAudioTrack();
  if (!track) throw new Error('no track');
  const packets: { data: Uint8Array; timestamp: number }[] = [];
  for await (const { data, timestamp } of new EncodedPacketSink(track).packets()) {
    packets.push({ data, timestamp });
  }
  return { packets, durationMs: ((await input.getDurationFromMetadata()) ?? 0) * 1_000 };
}

test('a recording without a length gets one, and keeps every packet as it is', async () => {
  const recording = await record(streamed(), { seconds: 12 });
  const { blob, durationMs } = await remuxToMp4(recording);
  expect(blob.type).toBe('audio/mp4');
  expect(durationMs).toBeCloseTo(12_000, -2);
  const { packets, durationMs: stated } = await packetsOf(blob);
  expect(stated).toBeCloseTo(12_000, -2);
  expect(packets).toHaveLength(600);
  expect(packets[599]?.data).toEqual(packetOf(599, 0).data);
});

test('its index stands before its sound, so that it plays before it is there', async () => {
  const { blob } = await remuxToMp4(await record(streamed(), { seconds: 2 }));
  const text = Buffer.from(await blob.arrayBuffer()).toString('latin1');
  expect(text.indexOf('moov')).toBeGreaterThan(0);
  expect(text.indexOf('moov')).toBeLessThan(text.indexOf('mdat'));
});

test('a recorder’s clock that does not begin at nothing is set to it', async () => {
  const recording = await record(streamed(), { seconds: 3, begin: 5 });
  const { blob, durationMs } = await remuxToMp4(recording);
  expect(durationMs).toBeCloseTo(3_000, -2);
  expect((await packetsOf(blob)).packets[0]?.timestamp).toBeCloseTo(0, 3);
});

test('Ogg becomes the same', async () => {
  const { blob, durationMs } = await remuxToMp4(
    await record(new OggOutputFormat(), { seconds: 4 }),
  );
  expect(durationMs).toBeCloseTo(4_000, -2);
  expect((await packetsOf(blob)).packets).toHaveLength(200);
});

test('what is no recording, or holds nothing, is refused', async () => {
  await expect(remuxToMp4(new Blob(['no recording at all']))).rejects.toThrow();
  await expect(remuxToMp4(new Blob([]))).rejects.toThrow();
});
