import { createContext, useContext } from 'hono/jsx';
import type { Child } from 'hono/jsx';
import type { Lang } from '#platform/i18n';

/** Anything that can stand between two tags. */
export type View = Child;

/** One entry of the site's navigation. */
export interface NavItem {
  href: string;
  label: string;
  current?: boolean;
}

/** What every page needs to know about where it is and who looks at it. */
export interface PageFrame {
  lang: Lang;
  /** Large is the 大字版 for older readers: 24 px body. */
  type: 'normal' | 'large';
  siteName: string;
  subdistrictName?: string;
  placeName?: string;
  /** Address of the subdistrict, `/s/{code}`, or '' on pages above it. */
  base: string;
  nav: NavItem[];
  actor?: { name: string; roleLabel: string };
  /** Open duties of the actor, shown beside the name. */
  inboxCount?: number;
  /** Token of this session for every form that changes something. */
  csrf?: string;
  /** Address of this page with its query, to come back to after a switch. */
  path: string;
  demo: boolean;
  flash?: { kind: 'good' | 'bad'; text: string };
  /** Addresses that differ from the usual ones. */
  links?: { home?: string; inbox?: string; me?: string; signIn?: string; signOut?: string };
}

const emptyFrame: PageFrame = {
  lang: 'zh',
  type: 'normal',
  siteName: '支点',
  base: '',
  nav: [],
  path: '/',
  demo: false,
};

/** Set by `Layout`; components read language and csrf from it, so pages need not pass them along. */
export const FrameContext = createContext<PageFrame>(emptyFrame);

/** The frame of the page being drawn. */
export function useFrame(): PageFrame {
  return useContext(FrameContext);
}

/** The language of the page being drawn. */
export function useLang(): Lang {
  return useContext(FrameContext).lang;
}
