import type { Command } from './context';

export const bulkWriteCommands: Record<string, Command> = {};
