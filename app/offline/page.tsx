import { OfflineApp } from '@/components/offline/offline-app';

/** Kept by the service worker; the same for everybody, because nothing of anybody is in it. */
export default function OfflineRoute() {
  return <OfflineApp />;
}
