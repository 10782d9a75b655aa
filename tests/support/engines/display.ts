import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Display {
  /** For the environment variable DISPLAY. */
  name: string;
  close(): Promise<void>;
}

/** A screen that nobody sees: browsers without a window have no pointer, or do not exist. */
export async function openDisplay(): Promise<Display> {
  const screen = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1680x1200x24', '-nolisten', 'tcp'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const numbers = screen.stdio[3];
  if (!numbers) throw new Error('Xvfb cannot say which display it is.');
  const [number] = await Promise.race([
    once(numbers, 'data'),
    once(screen, 'exit').then(([code]) => {
      throw new Error(`Xvfb ended with ${code}.`);
    }),
  ]);
  return {
    name: `:${String(number).trim()}`,
    close: async () => {
      const ended = once(screen, 'exit');
      screen.kill();
      await ended;
    },
  };
}
