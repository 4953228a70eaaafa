/** Why the supervisor could not do what it was asked; stable, for callers and tests. */
export type SupervisorErrorCode =
  | 'folder-taken'
  | 'folder-not-ours'
  | 'other-major-version'
  | 'no-postgresql'
  | 'postgresql-too-old'
  | 'no-ordinary-user'
  | 'init-failed'
  | 'start-failed'
  | 'orphan-does-not-stop';

/** An expected failure of the supervisor: the caller prints the one line of `message` and leaves with exit code 1. */
export class SupervisorError extends Error {
  override readonly name = 'SupervisorError';
  readonly code: SupervisorErrorCode;

  constructor(code: SupervisorErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
