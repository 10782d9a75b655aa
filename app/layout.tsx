import { GeistSans } from 'geist/font/sans';
import type { Metadata, Viewport } from 'next';
import { cookies, headers } from 'next/headers';
import { connection } from 'next/server';
import type { ReactNode } from 'react';
import { LANGUAGES, varietyFromHeader } from '@/components/i18n/languages';
import { MessagesProvider } from '@/components/i18n/messages-provider';
import { getLanguage, getMessages } from '@/components/i18n/server-messages';
import { IgnoreDrops } from '@/components/shell/ignore-drops';
import { ClockProvider } from '@/components/ui/clock';
import { offsetMinutesOf } from '@/components/ui/dates';
import {
  parseTheme,
  parseTimeZone,
  THEME_COOKIE,
  TIME_ZONE_COOKIE,
} from '@/components/ui/preferences';
import './globals.css';

export async function generateMetadata(): Promise<Metadata> {
  const words = await getMessages();
  return {
    description: words.tagline,
    applicationName: words.product,
    appleWebApp: { capable: true, title: words.product, statusBarStyle: 'default' },
    formatDetection: { telephone: false, email: false, address: false },
    robots: { index: false, follow: false },
  };
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  interactiveWidget: 'resizes-content',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f5f6f8' },
    { media: '(prefers-color-scheme: dark)', color: '#0e1013' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Every page needs its own nonce for the content security policy, so none may be prerendered.
  await connection();
  const jar = await cookies();
  const language = await getLanguage();
  const accepted = (await headers()).get('accept-language');
  const timeZone = parseTimeZone(jar.get(TIME_ZONE_COOKIE)?.value);
  const now = Date.now();
  return (
    <html
      lang={language}
      dir={LANGUAGES[language].direction}
      className={GeistSans.variable}
      data-theme={parseTheme(jar.get(THEME_COOKIE)?.value)}
    >
      <body className="font-sans">
        <ClockProvider
          locale={varietyFromHeader(language, accepted)}
          timeZone={timeZone}
          offsetMinutes={offsetMinutesOf(timeZone, now)}
          now={now}
        >
          <IgnoreDrops />
          <MessagesProvider language={language}>{children}</MessagesProvider>
        </ClockProvider>
      </body>
    </html>
  );
}
