import {
  A2UI,
  ADK_ARTICLE,
  ADK_OVERVIEW,
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
  COMPONENTS,
  CREATE_TOOL,
  DEBUG_PLUGIN,
  DEEP_AGENTS,
  EXCEL_AGENT,
  FLOW,
  GRAPH_INTRO,
  GRAPH_OR_AGENT,
  HITL,
  HOST,
  INDEXER,
  LAMBDA,
  LOADER,
  LOCAL_BACKEND,
  MIDDLEWARE_GUIDE,
  OVERVIEW,
  PARSER,
  PATCH_TOOL_CALLS,
  PLAN_EXECUTE,
  PRINCIPLES,
  QUICK_START,
  REACT,
  RELEASES,
  SANDBOX,
  SKILL,
  SKILL_CHAPTER,
  STREAMS,
  SUMMARIZATION,
  SUPERVISOR,
  TOOL_REDUCTION,
  TOOL_SEARCH,
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
  { ask: 'GoStruct2ParamsOneOf tags', answers: { [`${CREATE_TOOL}#using-gostruct2paramsoneof`]: 2 } },
  {
    ask: 'what does WithNoDirectDependency do',
    answers: { [`${WORKFLOW}#data-flow-only-no-control-flow`]: 2 },
  },
  { ask: 'SetStaticValue', answers: { [`${WORKFLOW}#static-values`]: 2 } },
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
  { ask: 'adk/middlewares/patchtoolcalls', answers: { [PATCH_TOOL_CALLS]: 2 } },
  {
    ask: 'NewBackendFromFilesystem',
    answers: { [`${SKILL}#newbackendfromfilesystem`]: 2, [`${SKILL_CHAPTER}#enable-skill-in-deepagent`]: 1 },
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
  { ask: 'MCPToolApprovalResponse', answers: { [`${AGENTIC_MODEL}#mcptoolapprovalresponse`]: 2 } },
  { ask: 'compose.WithCustomExtractor example', answers: { [`${WORKFLOW}#customextractor`]: 2 } },
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
    answers: { [`${LAMBDA}#messageparser`]: 2, 'FAQ.md#q-does-eino-support-structured-model-output': 2 },
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
  { ask: 'write_todos tool WriteTodos', answers: { [`${DEEP_AGENTS}#task-decomposition-and-planning`]: 2 } },
  {
    ask: 'IsCallbacksEnabled Checker',
    answers: {
      [`${PRINCIPLES}#callback-injection`]: 2,
      [`${CALLBACKS}#triggering-inside-component-implementation-component-callback`]: 2,
      [`${CALLBACKS}#nested-component-usage`]: 1,
    },
  },
  { ask: 'ExtParser fallback parser', answers: { [`${PARSER}#extparser`]: 2 } },
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
  { ask: 'InMemoryBackend', answers: { [`${BACKEND}#built-in-implementation-inmemorybackend`]: 2 } },
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
      [`${COMPONENTS}/agentic_chat_template_guide.md#pull-data-from-predecessor-node-output`]: 2,
      [`${FLOW}/_index.md#using-flows-in-orchestration`]: 1,
    },
  },
  { ask: 'WithSkipTransferMessages', answers: { [`${AGENT}#agentrunoption`]: 2 } },
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
  {
    ask: 'WillRetryError',
    answers: {
      [`${CHAT_AGENT}#chatmodelagent-configuration-fields`]: 2,
      [`${RELEASES}/Eino_v0.7._-interrupt_resume_refactor.md#chatmodel-retry-mechanism-635`]: 1,
    },
  },
  { ask: 'compose.RegisterValuesMergeFunc', answers: { [`${PRINCIPLES}#fan-in-and-merge`]: 2 } },
  {
    ask: 'CompositeInterupt',
    answers: {
      [`${HITL}#compositeinterrupt`]: 2,
      [`${HITL}#compositeinterrupt-1`]: 2,
      [`${CHECKPOINT}#in-eino-v070-and-later`]: 2,
      [`${RELEASES}/Eino_v0.7._-interrupt_resume_refactor.md#agent-tool-interrupt-improvements`]: 1,
    },
  },
  {
    ask: 'TaskToolDescriptionGenerator',
    answers: { [`${DEEP_AGENTS}#task-delegation-and-subagents-invocation`]: 2 },
  },
  {
    ask: 'agenticark.ServerToolConfig',
    answers: {
      'ecosystem_integration/chat_model/agentic_model_ark.md#server-tool-example': 2,
      'ecosystem_integration/chat_model/agentic_model_openai.md#server-tool-example': 1,
      [`${AGENTIC_MODEL}#standalone-usage`]: 1,
    },
  },
  {
    ask: 'clear retention suffix limit',
    answers: {
      [`${TOOL_REDUCTION}#config-main-configuration`]: 2,
      [`${TOOL_REDUCTION}#clear`]: 2,
      [`${TOOL_REDUCTION}#custom-configuration`]: 1,
    },
  },
  {
    ask: 'EINO_EXT_SKILLS_DIR',
    answers: {
      [`${SKILL_CHAPTER}#1-sync-eino-ext-skills-into-a-local-directory`]: 2,
      [`${SKILL_CHAPTER}#2-start-chapter-9`]: 2,
      [`${SKILL_CHAPTER}#enable-skill-in-deepagent`]: 2,
      [`${A2UI}#optional-enable-ch09-skills`]: 2,
      [`${QUICK_START}/_index.md#3-optional-enable-skills-chapter-9-capability-reuse`]: 2,
    },
  },
  {
    ask: 'datamodelupdate',
    answers: {
      [`${A2UI}#a2ui-messages-beginrendering--surfaceupdate--datamodelupdate--interruptrequest`]: 2,
      [`${A2UI}#event-streaming-high-level`]: 2,
      [`${A2UI}#a2ui-components-text--column--card--row`]: 1,
    },
  },
  {
    ask: 'genModelInput',
    answers: {
      [`${CHAT_AGENT}#chatmodelagent-configuration-fields`]: 2,
      [`${ADK_OVERVIEW}#chatmodelagent`]: 1,
    },
  },
  {
    ask: 'schema.AgenticMessagesPlaceholder',
    answers: {
      [`${COMPONENTS}/agentic_chat_template_guide.md#creation-methods`]: 2,
      [`${COMPONENTS}/agentic_chat_template_guide.md#standalone-usage`]: 2,
    },
  },
  {
    ask: 'wrapinterruptandrerunifneeded',
    answers: { [`${HITL}#1-graph-interrupt-compatibility`]: 2, [`${HITL}#migration-benefits`]: 1 },
  },
  {
    ask: 'adk.WithHistoryRewriter',
    answers: {
      [`${COLLABORATION}#customization`]: 2,
      [`${AGENT}#agentwithoptions`]: 2,
      [`${COLLABORATION}#workflow-agents`]: 1,
      [`${RELEASES}/Eino_v0.5._-ADK_implementation.md#adk-framework-262`]: 1,
    },
  },
  {
    ask: 'OnLoadWarning',
    answers: {
      [`${AGENTS_MD}#config`]: 2,
      [`${AGENTS_MD}#parameters`]: 2,
      [`${AGENTS_MD}#error-handling`]: 2,
      [`${AGENTS_MD}#rules`]: 1,
      [`${AGENTS_MD}#faq`]: 1,
    },
  },
  { ask: 'WithRuntimeMaxSteps', answers: { [`${RELEASES}/v01_first_release.md#features`]: 2 } },
  {
    ask: 'callbacks EnsureRunInfo',
    answers: { [`${CALLBACKS}#using-outside-graph`]: 2, [`${CALLBACKS}#nested-component-usage`]: 1 },
  },
  {
    ask: 'InferOptionalTool',
    answers: {
      [`${CREATE_TOOL}#using-inferoptionabletool-method-standard-tool`]: 2,
      [`${CREATE_TOOL}#enhanced-tool-using-inferoptionableenhancedtool-method`]: 1,
      [`${CHAT_AGENT}#step-1-add-tool-supporting-interrupt`]: 1,
    },
  },
  { ask: 'SetAutomaticClose', answers: { [`${ADK_OVERVIEW}#agent-interface`]: 2 } },
  {
    ask: 'react BuildAgentCallback',
    answers: { [`${REACT}#withcallbacks`]: 2, [`${RELEASES}/v02_second_release.md#features-4`]: 2 },
  },
  { ask: 'callbacksHelper.LoaderCallbackHandler', answers: { [`${LOADER}#callback-usage-example`]: 2 } },
  {
    ask: 'stream state pre handler',
    answers: {
      [`${PRINCIPLES}#type-alignment-of-statehandler`]: 2,
      [`${PRINCIPLES}#global-state`]: 2,
      [`${STREAMS}#streaming-paradigms-of-orchestration-helper-elements`]: 1,
      [`${RELEASES}/v02_second_release.md#features`]: 1,
    },
  },
  {
    ask: 'withnodirectdependency compose',
    answers: { [`${WORKFLOW}#data-flow-only-no-control-flow`]: 2, [`${WORKFLOW}#static-values`]: 1 },
  },
  {
    ask: 'PatchedContentGenerator',
    answers: {
      [`${PATCH_TOOL_CALLS}#configuration-options`]: 2,
      [`${PATCH_TOOL_CALLS}#custom-placeholder-message`]: 2,
      [`${PATCH_TOOL_CALLS}#default-placeholder-message`]: 1,
      [`${PATCH_TOOL_CALLS}#notes`]: 1,
    },
  },
  {
    ask: 'planexecute.NewReplanner ReplannerConfig RespondTool',
    answers: {
      [`${PLAN_EXECUTE}#3-replanner`]: 2,
      [`${PLAN_EXECUTE}#4-create-replanner`]: 2,
      [`${EXCEL_AGENT}#plan-execute-agent-a-multi-agent-collaboration-framework-based-on-plan-execute-reflect`]: 1,
    },
  },
  {
    ask: 'UnknownToolsHandler signature',
    answers: {
      [`${COMPONENTS}/agentic_tools_node_guide.md#introduction`]: 2,
      [`${TOOLS_NODE}#introduction`]: 2,
      'Cookbook.md#react-agent': 1,
    },
  },
  {
    ask: 'schema.NewMessageJSONParser MessageParseFromToolCall',
    answers: {
      [`${LAMBDA}#messageparser`]: 2,
      'FAQ.md#q-does-eino-support-structured-model-output': 1,
      [`${RELEASES}/v02_second_release.md#features`]: 1,
    },
  },
  {
    ask: 'WithRuntimeMaxSteps replaces WithGraphRunOption',
    answers: { [`${RELEASES}/v01_first_release.md#features`]: 2 },
  },
  {
    ask: 'getresumecontext isResumeTarget',
    answers: {
      [`${HITL}#getresumecontext`]: 2,
      [`${CHECKPOINT}#in-eino-v070-and-later-1`]: 2,
      [`${RELEASES}/Eino_v0.7._-interrupt_resume_refactor.md#new-core-modules`]: 1,
      [`${HITL}#getinterruptstate`]: 1,
    },
  },
  {
    ask: 'indexer.WithSubIndexes',
    answers: { [`${INDEXER}#common-options`]: 2, [`${INDEXER}#option-usage-example`]: 2 },
  },
  {
    ask: 'ClearRetentionSuffixLimit reduction.Config default',
    answers: {
      [`${TOOL_REDUCTION}#config-main-configuration`]: 2,
      [`${TOOL_REDUCTION}#clear`]: 1,
      [`${TOOL_REDUCTION}#custom-configuration`]: 1,
    },
  },
  {
    ask: 'agentkit.NewSandboxToolBackend',
    answers: {
      [`${SANDBOX}#basic-usage`]: 2,
      [`${SANDBOX}#integration-with-agent`]: 2,
      [`${SANDBOX}#config-structure`]: 1,
    },
  },
  {
    ask: 'multiquery.NewRetriever MaxQueriesNum',
    answers: {
      [`${FLOW}/_index.md#using-flows-in-orchestration`]: 2,
      'Cookbook.md#retriever': 1,
      [`${RELEASES}/v01_first_release.md#features`]: 1,
    },
  },
  {
    ask: 'WithAgenticToolChoice AllowedTool',
    answers: {
      [`${AGENTIC_MODEL}#common-options`]: 2,
      'ecosystem_integration/chat_model/agentic_model_ark.md#function-tool-example': 2,
      'ecosystem_integration/chat_model/agentic_model_openai.md#function-tool-example': 2,
      'ecosystem_integration/chat_model/agentic_model_ark.md#server-tool-example': 1,
      'ecosystem_integration/chat_model/agentic_model_openai.md#server-tool-example': 1,
    },
  },
  {
    ask: 'schema.FString schema.GoTemplate schema.Jinja2',
    answers: {
      [`${CHAT_TEMPLATE}#built-in-templating-methods`]: 2,
      [`${COMPONENTS}/agentic_chat_template_guide.md#built-in-templating-methods`]: 2,
    },
  },
  {
    ask: 'toolsearch.New DynamicTools',
    answers: {
      [`${TOOL_SEARCH}#usage-example`]: 2,
      [`${TOOL_SEARCH}#configuration`]: 2,
      [`${TOOL_SEARCH}#beforeagent`]: 1,
    },
  },
  {
    ask: 'schema.RegisterName[*MyState]',
    answers: {
      [`${CHECKPOINT}#registering-serialization-methods`]: 2,
      [`${MIDDLEWARE_GUIDE}#usage-example-sharing-data-across-handler-points`]: 1,
      [`${MIDDLEWARE_GUIDE}#run-local-storage-api`]: 1,
    },
  },
  {
    ask: 'schema.ToJSONSchema',
    answers: {
      [`${RELEASES}/Eino_v0.6._-jsonschema_optimization.md#migration-guide`]: 2,
      [`${RELEASES}/Eino_v0.4._-compose_optimization.md#feature-enhancements`]: 1,
      [`${RELEASES}/Eino_v0.7._-interrupt_resume_refactor.md#feature-enhancements`]: 1,
    },
  },
  {
    ask: 'compose.NewStreamGraphBranch',
    answers: {
      [`${STREAMS}#component-streaming-paradigm-in-orchestration`]: 2,
      [`${OVERVIEW}/eino_open_source.md#quick-introduction-to-eino`]: 2,
      [`${STREAMS}#streaming-paradigms-of-orchestration-helper-elements`]: 1,
    },
  },
  {
    ask: 'StreamingMeta NewContentBlockChunk',
    answers: { [`${AGENTIC_MODEL}#streamingmeta`]: 2, [`${AGENTIC_MODEL}#agenticmessage-struct`]: 1 },
  },
  {
    ask: 'adk.NewAsyncIteratorPair AsyncGenerator',
    answers: {
      [`${AGENT}#asynciterator`]: 2,
      [`${SUPERVISOR}#agent-wrapping`]: 1,
      [`${SUPERVISOR}#event-stream-append-transfer-event`]: 1,
    },
  },
  {
    ask: 'compile callback returns GenStateFn',
    answers: { [`${RELEASES}/v03_tiny_break_change.md#features-1`]: 2 },
  },
];
