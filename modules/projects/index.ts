/** Projects from their application to their upkeep: states, commands, queries. README.md draws the road. */
export * from './project.ts';
export {
  findProject,
  listProjects,
  lockProject,
  type Project,
  type ProjectFilter,
  type ProjectStep,
  projectSteps,
} from './store.ts';
