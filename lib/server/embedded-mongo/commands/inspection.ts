import type { Command } from './context';

export const inspectionCommands: Record<string, Command> = {};
