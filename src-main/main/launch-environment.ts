/** What the environment may say to the console. */
export interface LaunchEnvironment {
  /** Where the sign-in form starts from. */
  suggestedServer: string | null;
  /** A file with the credentials to sign in with when nobody is signed in. */
  accountFile: string | null;
}

export function readLaunchEnvironment(environment: Readonly<Record<string, string | undefined>>): LaunchEnvironment {
  return {
    suggestedServer: environment.DOCKET_CONSOLE_SERVER || null,
    accountFile: environment.DOCKET_CONSOLE_ACCOUNT_FILE || null,
  };
}
