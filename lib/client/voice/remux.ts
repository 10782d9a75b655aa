import {
  BlobSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  Input,
  MP4,
  Mp4OutputFormat,
  OGG,
  Output,
  WEBM,
} from 'mediabunny';

/** What is played everywhere once it lies in MP4. */
const CODECS = ['opus', 'aac'] as const;

/**
 * The same sound, packet by packet, in an MP4 whose index stands at its beginning: browsers then know how
 * long it is and can go to any place of it. Nothing is decoded. Throws when it cannot be read.
 */
export async function remuxToMp4(recording: Blob): Promise<{ blob: Blob; durationMs: number }> {
  const input = new Input({ source: new BlobSource(recording), formats: [WEBM, OGG, MP4] });
  try {
    const track = await input.getPrimaryAudioTrack();
    const codec = CODECS.find((each) => each === track?.codec);
    const decoderConfig = await track?.getDecoderConfig();
    if (!track || !codec || !decoderConfig) throw new Error('No sound that could be taken over.');
    const source = new EncodedAudioPacketSource(codec);
    const target = new BufferTarget();
    const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target });
    output.addAudioTrack(source);
    await output.start();
    let begin: number | null = null;
    let end = 0;
    for await (const packet of new EncodedPacketSink(track).packets()) {
      begin ??= packet.timestamp;
      const timestamp = packet.timestamp - begin;
      await source.add(packet.clone({ timestamp }), { decoderConfig });
      end = timestamp + packet.duration;
    }
    await output.finalize();
    if (!target.buffer || end === 0) throw new Error('There is no sound in it.');
    return {
      blob: new Blob([target.buffer], { type: 'audio/mp4' }),
      durationMs: Math.round(end * 1_000),
    };
  } finally {
    input.dispose();
  }
}
