import { AdminServer } from '@/components/administration/admin-server';

export default function AdminServerPage() {
  return <AdminServer />;
}
