import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Form } from '../../src-shared/schema/form.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { changeForm, createForm, deleteForm, noSuchForm, replaceForm } from '../forms/form-commands.ts';
import { findForm, listForms, type StoredForm } from '../forms/form-rows.ts';
import { presentForm } from '../forms/present-form.ts';
import type { Answer } from '../http/answer.ts';
import { NO_CONTENT, ok, serveEndpoint, submitDecision } from '../http/serve-endpoint.ts';
import type { Sql } from '../store/database.ts';
import { registerSubmissionRoutes } from './form-submissions.ts';

export function registerFormRoutes(app: FastifyInstance, dependencies: AppDependencies): void {
  const { database, settings, clock, randomBytes } = dependencies;
  keepFormsFresh(app, dependencies);

  const present = (form: StoredForm, { protocol, host }: FastifyRequest): Form =>
    presentForm(form, settings.publicUrl ?? `${protocol}://${host}`);
  const change = (request: FastifyRequest, command: (sql: Sql) => Promise<StoredForm>): Promise<Answer<Form>> =>
    submitDecision(dependencies, request, async (sql) => ok(present(await command(sql), request)));

  serveEndpoint(app, 'forms.list', async ({ request }) =>
    ok({ items: (await database.read(listForms)).map((form) => present(form, request)) }),
  );
  serveEndpoint(app, 'forms.get', async ({ parameters, request }) => {
    const form = await database.read((sql) => findForm(sql, parameters.id));
    return ok(present(form ?? noSuchForm(parameters.id), request));
  });
  serveEndpoint(app, 'forms.create', ({ body, request }) => {
    const id = body.id ?? `form_${randomBytes(9).toString('base64url')}`;
    return change(request, (sql) => createForm(sql, clock, id, body));
  });
  serveEndpoint(app, 'forms.change', ({ body, parameters, request }) =>
    change(request, (sql) => changeForm(sql, clock, parameters.id, body)),
  );
  serveEndpoint(app, 'forms.replace', ({ body, parameters, request }) =>
    change(request, (sql) => replaceForm(sql, clock, parameters.id, body)),
  );
  serveEndpoint(app, 'forms.delete', ({ parameters, request }) =>
    submitDecision(dependencies, request, async (sql) => {
      await deleteForm(sql, parameters.id);
      return NO_CONTENT;
    }),
  );
  registerSubmissionRoutes(app, dependencies);
}

/** Consoles have a copy of the forms: a change that this process or another one made is announced. */
function keepFormsFresh(app: FastifyInstance, { database, feed }: AppDependencies): void {
  let stop = (): void => undefined;
  app.addHook('onReady', async () => {
    stop = database.listen('forms', () => {
      feed.announceWorkspace().catch((error: unknown) => app.log.error(error, 'a change of forms could not be announced'));
    });
  });
  app.addHook('preClose', async () => {
    stop();
  });
}
