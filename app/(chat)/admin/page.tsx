import { redirect } from 'next/navigation';
import { adminPages } from '@/lib/shared/accounts/admin-urls';

export default function AdminPage() {
  redirect(adminPages.people);
}
