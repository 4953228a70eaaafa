import type { PageFrame } from '../ui/index.ts';
import type { SourcesView, SourceView } from './load.ts';

/** A part of the page about one source. */
export interface PartProps {
  page: PageFrame;
  view: SourcesView;
  source: SourceView;
}

/** What a returned form of one source brings back. */
export const kept = (view: SourcesView, form: string) => (view.back?.form === form ? { errors: view.back.errors, values: view.back.values } : {});
