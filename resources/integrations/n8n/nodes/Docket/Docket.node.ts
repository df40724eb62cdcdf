import {
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
  type JsonObject,
  NodeApiError,
  NodeConnectionTypes,
  NodeOperationError,
} from 'n8n-workflow';
import { TASK_OPERATIONS } from './task-operations.ts';
import { TASK_PROPERTIES } from './task-properties.ts';

export class Docket implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Docket',
    name: 'docket',
    icon: { light: 'file:../../icons/docket.svg', dark: 'file:../../icons/docket.dark.svg' },
    group: ['output'],
    version: 1,
    subtitle: '={{$parameter["operation"]}}',
    description: 'Create, find and work tasks in Docket',
    defaults: { name: 'Docket' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'docketApi', required: true }],
    properties: [
      {
        displayName: 'Resource',
        name: 'resource',
        type: 'options',
        noDataExpression: true,
        options: [{ name: 'Task', value: 'task' }],
        default: 'task',
      },
      ...TASK_PROPERTIES,
    ],
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    const results: INodeExecutionData[] = [];
    for (const itemIndex of this.getInputData().keys()) {
      try {
        for (const json of await runOperation(this, itemIndex)) results.push({ json, pairedItem: { item: itemIndex } });
      } catch (error) {
        if (!this.continueOnFail()) {
          // n8n gives an error that is one already back as it is.
          if (error instanceof NodeApiError) throw new NodeApiError(this.getNode(), error as unknown as JsonObject);
          throw new NodeOperationError(this.getNode(), error as Error, { itemIndex });
        }
        results.push({ json: { error: (error as Error).message }, pairedItem: { item: itemIndex } });
      }
    }
    return [results];
  }
}

async function runOperation(context: IExecuteFunctions, itemIndex: number) {
  const name = context.getNodeParameter('operation', itemIndex) as string;
  const operation = TASK_OPERATIONS[name];
  if (!operation) throw new NodeOperationError(context.getNode(), `There is no operation ${name}.`, { itemIndex });
  return operation(context, itemIndex);
}
