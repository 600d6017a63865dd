import {
  ADK_ARTICLE,
  AGENT,
  AGENT_CALLBACK,
  AGENTIC_MODEL,
  AGENTS_MD,
  BACKEND,
  BREAKING,
  CALL_OPTIONS,
  CALLBACKS,
  CHAT_AGENT,
  CHAT_TEMPLATE,
  CHECKPOINT,
  COLLABORATION,
  CREATE_TOOL,
  DEBUG_PLUGIN,
  DEEP_AGENTS,
  EXCEL_AGENT,
  FLOW,
  GRAPH_INTRO,
  GRAPH_OR_AGENT,
  HITL,
  HOST,
  LAMBDA,
  LOCAL_BACKEND,
  MIDDLEWARE_GUIDE,
  OVERVIEW,
  PARSER,
  PATCH_TOOL_CALLS,
  PLAN_EXECUTE,
  PRINCIPLES,
  REACT,
  RELEASES,
  SKILL,
  SUMMARIZATION,
  SUPERVISOR,
  TOOLS_NODE,
  TRANSFORMER,
  WORKFLOW,
} from './places.ts';
import type { Question } from './question.ts';

/** Names as they are written, in parts, qualified, in the wrong case, and mistyped. */
export const IDENTIFIER: readonly Question[] = [
  {
    ask: 'WithGenLocalState',
    answers: { [`${GRAPH_INTRO}#graph-with-state`]: 2, [`${PRINCIPLES}#global-state`]: 2 },
  },
  {
    ask: 'gen local state',
    answers: { [`${GRAPH_INTRO}#graph-with-state`]: 2, [`${PRINCIPLES}#global-state`]: 2 },
  },
  {
    ask: 'compose.RegisterStreamChunkConcatFunc',
    answers: {
      [`${CHECKPOINT}#checkpoint-in-streaming`]: 2,
      [`${PRINCIPLES}#type-alignment-methods-under-invoke-and-stream`]: 2,
    },
  },
  {
    ask: 'streamtoolcallchecker',
    answers: {
      [`${REACT}#streamtoolcallchecker`]: 2,
      [`${HOST}#no-streaming-when-host-outputs-directly`]: 2,
      'FAQ.md#q-agent-streaming-calls-do-not-enter-the-toolsnode-node-or-streaming-effect-is-lost-behaving-as-non-streaming': 2,
    },
  },
  {
    ask: 'GoStruct2ParamsOneOf tags',
    answers: { [`${CREATE_TOOL}#using-gostruct2paramsoneof`]: 2 },
  },
  {
    ask: 'what does WithNoDirectDependency do',
    answers: { [`${WORKFLOW}#data-flow-only-no-control-flow`]: 2 },
  },
  {
    ask: 'SetStaticValue',
    answers: { [`${WORKFLOW}#static-values`]: 2 },
  },
  {
    ask: 'adk.NewTransferToAgentAction',
    answers: { [`${COLLABORATION}#concept-2`]: 2, [`${AGENT}#agentaction`]: 2 },
  },
  {
    ask: 'ExtractInterruptInfo(err)',
    answers: {
      [`${HITL}#extractinterruptinfo`]: 2,
      [`${CHECKPOINT}#using-static-interrupt`]: 1,
      [`${CHECKPOINT}#in-eino-v070-and-later-1`]: 1,
    },
  },
  {
    ask: 'github.com/cloudwego/eino/adk/prebuilt/planexecute',
    answers: { [`${PLAN_EXECUTE}#import-path`]: 2 },
  },
  {
    ask: 'adk/middlewares/patchtoolcalls',
    answers: { [PATCH_TOOL_CALLS]: 2 },
  },
  {
    ask: 'NewBackendFromFilesystem',
    answers: {
      [`${SKILL}#newbackendfromfilesystem`]: 2,
      'quick_start/chapter_09_skill_console.md#enable-skill-in-deepagent': 1,
    },
  },
  {
    ask: 'BatchResumeWithDta',
    answers: { [`${HITL}#batchresumewithdata`]: 2, [`${CHECKPOINT}#in-eino-v070-and-later-1`]: 1 },
  },
  {
    ask: 'AppendGlobalHandler',
    answers: { [`${CALLBACKS}#injecting-global-handlers`]: 2, [`${CALLBACKS}#using-in-graph`]: 1 },
  },
  {
    ask: 'agentwithdeterministictransferto',
    answers: {
      [`${COLLABORATION}#static-transfer-configuration`]: 2,
      [`${SUPERVISOR}#what-is-withdeterministictransferto`]: 2,
      [`${SUPERVISOR}#agent-wrapping`]: 2,
    },
  },
  {
    ask: 'set run local value',
    answers: {
      [`${MIDDLEWARE_GUIDE}#run-local-storage-api`]: 2,
      [`${MIDDLEWARE_GUIDE}#usage-example-sharing-data-across-handler-points`]: 2,
    },
  },
  {
    ask: 'TranscriptFilePath',
    answers: {
      [`${SUMMARIZATION}#configuration-options`]: 2,
      [`${SUMMARIZATION}#configuration-examples`]: 2,
      [`${SUMMARIZATION}#best-practices`]: 2,
    },
  },
  {
    ask: 'ShellBackend renamed to what',
    answers: { [`${BREAKING}#11-filesystem-shell-interface-renamed`]: 2 },
  },
  {
    ask: 'MCPToolApprovalResponse',
    answers: { [`${AGENTIC_MODEL}#mcptoolapprovalresponse`]: 2 },
  },
  {
    ask: 'compose.WithCustomExtractor example',
    answers: { [`${WORKFLOW}#customextractor`]: 2 },
  },
  {
    ask: 'DesignateNodeWithPath',
    answers: {
      [`${CALL_OPTIONS}#calloptions-in-orchestration`]: 2,
      [`${PRINCIPLES}#option-distribution`]: 2,
      [`${CALLBACKS}#injecting-handlers-into-graph`]: 1,
      [`${CALLBACKS}#using-in-graph`]: 1,
    },
  },
  {
    ask: 'schema.NewMessageJSONParser',
    answers: {
      [`${LAMBDA}#messageparser`]: 2,
      'FAQ.md#q-does-eino-support-structured-model-output': 2,
    },
  },
  {
    ask: 'utils.InferTool',
    answers: {
      [`${CREATE_TOOL}#standard-tool-using-infertool-method`]: 2,
      [`${TOOLS_NODE}#standard-tool-usage`]: 1,
      [`${CHAT_AGENT}#step-1-define-tools`]: 1,
    },
  },
  {
    ask: 'devops.AppendType',
    answers: { [`${DEBUG_PLUGIN}#specify-implementation-type-for-interface-fields`]: 2 },
  },
  {
    ask: 'InvokableGraphTool',
    answers: {
      [`${GRAPH_OR_AGENT}#conclusion`]: 2,
      [`${GRAPH_OR_AGENT}#the-integration-path-encapsulating-graph-as-agents-tool`]: 2,
    },
  },
  {
    ask: 'ConvAgentCallbackInput',
    answers: {
      [`${AGENT_CALLBACK}#type-conversion-helpers`]: 2,
      [`${AGENT_CALLBACK}#option-1-use-handlerbuilder`]: 1,
    },
  },
  {
    ask: 'write_todos tool WriteTodos',
    answers: { [`${DEEP_AGENTS}#task-decomposition-and-planning`]: 2 },
  },
  {
    ask: 'IsCallbacksEnabled Checker',
    answers: {
      [`${PRINCIPLES}#callback-injection`]: 2,
      [`${CALLBACKS}#triggering-inside-component-implementation-component-callback`]: 2,
      [`${CALLBACKS}#nested-component-usage`]: 1,
    },
  },
  {
    ask: 'ExtParser fallback parser',
    answers: { [`${PARSER}#extparser`]: 2 },
  },
  {
    ask: 'AllAgentsMDMaxBytes',
    answers: {
      [`${AGENTS_MD}#parameters`]: 2,
      [`${AGENTS_MD}#config`]: 2,
      [`${AGENTS_MD}#error-handling`]: 2,
    },
  },
  {
    ask: 'NewHandlerBulder',
    answers: { [`${CALLBACKS}#handlerbuilder`]: 2, [`${AGENT_CALLBACK}#option-1-use-handlerbuilder`]: 2 },
  },
  {
    ask: 'InMemoryBackend',
    answers: { [`${BACKEND}#built-in-implementation-inmemorybackend`]: 2 },
  },
  {
    ask: 'ValidateCommand',
    answers: { [`${LOCAL_BACKEND}#with-command-validation`]: 2, [`${LOCAL_BACKEND}#configuration`]: 2 },
  },
  {
    ask: 'NewHeaderSplitter markdown headers',
    answers: { [`${TRANSFORMER}#standalone-usage`]: 2, [`${TRANSFORMER}#callback-usage-example`]: 1 },
  },
  {
    ask: 'WithOutputKey',
    answers: {
      [`${CHAT_TEMPLATE}#getting-data-from-predecessor-node-output`]: 2,
      [`${PRINCIPLES}#fan-in-and-merge`]: 2,
      [`${PRINCIPLES}#edge`]: 2,
      'core_modules/components/agentic_chat_template_guide.md#pull-data-from-predecessor-node-output': 2,
      [`${FLOW}/_index.md#using-flows-in-orchestration`]: 1,
    },
  },
  {
    ask: 'WithSkipTransferMessages',
    answers: { [`${AGENT}#agentrunoption`]: 2 },
  },
  {
    ask: 'adk.GetSessionValue',
    answers: {
      [`${COLLABORATION}#concept-1`]: 2,
      [`${ADK_ARTICLE}#-flexible-collaboration-mechanisms`]: 1,
      [`${EXCEL_AGENT}#agent-collaboration-data-passing-hidden-behind-agents`]: 1,
    },
  },
  {
    ask: 'GraphCompileCallback',
    answers: {
      'FAQ.md#q-how-to-visualize-the-topology-structure-of-a-graphchainworkflow': 2,
      [`${FLOW}/_index.md#using-flows-in-orchestration`]: 2,
    },
  },
  {
    ask: 'with eager execution',
    answers: {
      [`${PRINCIPLES}#execution-engine`]: 2,
      [`${RELEASES}/Eino_v0.4._-compose_optimization.md`]: 1,
    },
  },
  {
    ask: 'WithStateModifer',
    answers: {
      [`${CHECKPOINT}#before-eino-v070-1`]: 2,
      [`${HITL}#2-compatibility-with-static-interrupts-added-at-compile-time`]: 1,
    },
  },
  {
    ask: 'preserveusermessages',
    answers: {
      [`${SUMMARIZATION}#preserveusermessages-structure`]: 2,
      [`${SUMMARIZATION}#configuration-options`]: 1,
    },
  },
  {
    ask: 'OnStartWithStreamInput',
    answers: {
      [`${CALLBACKS}#triggering-timing`]: 2,
      [`${CALLBACKS}#callback-handler`]: 2,
      [`${OVERVIEW}/_index.md#callbacks`]: 1,
    },
  },
  {
    ask: 'github.com/cloudwego/eino-ext/adk/backend/local',
    answers: {
      [`${LOCAL_BACKEND}#local-backend`]: 2,
      [`${LOCAL_BACKEND}#installation`]: 2,
      [`${LOCAL_BACKEND}#basic-usage`]: 2,
    },
  },
  {
    ask: 'PlanTool NewPlan',
    answers: {
      [`${PLAN_EXECUTE}#error-noderunerror-unmarshal-plan-error`]: 2,
      [`${PLAN_EXECUTE}#1-planner`]: 2,
      [`${PLAN_EXECUTE}#3-replanner`]: 1,
    },
  },
  {
    ask: 'StreamableToolCallEndpoint',
    answers: {
      [`${MIDDLEWARE_GUIDE}#tool-call-endpoint-types`]: 2,
      [`${MIDDLEWARE_GUIDE}#interface-definition`]: 2,
      [`${CHAT_AGENT}#wrapinvokabletoolcall--wrapstreamabletoolcall`]: 2,
    },
  },
];
