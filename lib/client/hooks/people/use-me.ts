'use client';

import { useClientState } from '@/lib/client/hooks/use-client-state';
import type { OwnUserDto } from '@/lib/shared/dto';

/** The signed-in person; follows changes made in any tab or device. */
export function useMe(): OwnUserDto {
  return useClientState((state) => state.chat.me);
}
