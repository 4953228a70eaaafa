import type { Year } from './year.ts';

/** Every project is applied for, each from its matter. */
export async function applyAll(year: Year): Promise<void> {
  for (const project of year.projects) {
    const secretary = await year.as(project.staff.secretary, project);
    await secretary.open(`/matters/${project.matterId}`);
  }
}
