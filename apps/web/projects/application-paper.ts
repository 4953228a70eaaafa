import type { Application, Project } from '#modules/projects';
import { paper, qrBlock, renderPdf, signatures } from '#platform/documents';
import type { Lang } from '#platform/i18n';
import { applicationBlocks } from './application-blocks.ts';
import { applicationText } from './application-text.ts';

/** An application to be printed, signed and stamped. `version` null: the draft as it is now. */
export function applicationPaper(
  view: { project: Project; application: Application; version: number | null; categories: ReadonlyMap<string, string>; resolutions: readonly string[] },
  about: { lang: Lang; issuer: string; address: string; today: string },
): Promise<Uint8Array> {
  const t = applicationText[about.lang];
  return renderPdf(
    paper({
      title: t.printed,
      subtitle: view.version === null ? t.draftPrint : t.version(view.version),
      meta: { lang: about.lang, issuer: about.issuer, code: view.project.serial, printedDay: about.today },
      body: [
        ...applicationBlocks(view.application, { lang: about.lang, categories: view.categories, resolutions: view.resolutions }),
        signatures([{ label: t.applicant }, { label: t.seal }], t.date),
        qrBlock(about.address, { caption: t.scan }),
      ],
    }),
  );
}
