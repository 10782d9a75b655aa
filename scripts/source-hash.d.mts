export const BUILD_STAMP_FILE: string;
export function sourceHash(): string;
