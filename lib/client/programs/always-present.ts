import type { Environment } from '@/lib/client/platform/environment';

/** For programs: always there, always reading. */
export const alwaysPresent: Environment = {
  isOnline: () => true,
  isVisible: () => true,
  isFocused: () => true,
  onChange: () => () => undefined,
};
