/** What HubSpot calls the rights to an object's records and to the descriptions of its properties. */
export interface HubspotRights {
  read: readonly string[];
  write: readonly string[];
}

export const OWNER_SCOPE = 'crm.objects.owners.read';

/** Tasks have no scopes of their own: they go with contacts. Objects that an account made itself share one set. */
export function rightsTo(object: string): HubspotRights {
  const family = familyOf(object);
  const schemas = family === 'contacts' ? [] : [`crm.schemas.${family}.read`];
  return { read: [`crm.objects.${family}.read`, ...schemas], write: [`crm.objects.${family}.write`] };
}

function familyOf(object: string): string {
  switch (object) {
    case 'tasks':
    case 'calls':
    case 'meetings':
    case 'notes':
    case 'contacts':
      return 'contacts';
    case 'tickets':
    case 'deals':
    case 'companies':
    case 'leads':
      return object;
    default:
      return 'custom';
  }
}
