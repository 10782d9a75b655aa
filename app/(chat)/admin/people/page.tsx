import { AdminPeople } from '@/components/administration/admin-people';

export default function AdminPeoplePage() {
  return <AdminPeople />;
}
