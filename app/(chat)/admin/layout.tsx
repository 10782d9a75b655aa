import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { AdminFrame } from '@/components/administration/admin-frame';
import { requireSession } from '@/lib/server/auth/session';

/** For administrators; for everybody else there is no such page. Each service looks by itself. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const { isAdministrator } = await requireSession();
  if (!isAdministrator) notFound();
  return <AdminFrame>{children}</AdminFrame>;
}
