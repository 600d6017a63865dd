import {
  A2UI,
  ADK_ARTICLE,
  ADK_OVERVIEW,
  ADK_QUICKSTART,
  AGENT,
  AGENT_CALLBACK,
  AGENTIC_MODEL,
  AGENTS_MD,
  BACKEND,
  BREAKING,
  CALLBACKS,
  CHAT_AGENT,
  CHAT_MODEL,
  CHAT_TEMPLATE,
  CHECKPOINT,
  COLLABORATION,
  COMPONENTS,
  CREATE_TOOL,
  DEEP_AGENTS,
  EMBEDDING,
  EXCEL_AGENT,
  FILE_SYSTEM,
  FIRST_CHAPTER,
  FLOW,
  GRAPH_INTRO,
  GRAPH_OR_AGENT,
  IDE_PLUGIN,
  INDEXER,
  LAMBDA,
  LOADER,
  MIDDLEWARE_GUIDE,
  OVERVIEW,
  PATCH_TOOL_CALLS,
  PLAN_EXECUTE,
  PLAN_TASK,
  PRACTICE,
  PRINCIPLES,
  QUICK_START,
  REACT,
  RELEASES,
  RETRIEVER,
  RUNNER,
  SKILL,
  SKILL_CHAPTER,
  STREAMS,
  SUMMARIZATION,
  SUPERVISOR,
  TOOL_REDUCTION,
  TOOL_SEARCH,
  TOOLS_NODE,
  TRANSFORMER,
  V08,
  WORKFLOW,
} from './places.ts';
import type { Question } from './question.ts';

/** A few words, as typed into a search box. */
export const KEYWORDS: readonly Question[] = [
  {
    ask: 'chat template jinja2',
    answers: {
      [`${CHAT_TEMPLATE}#built-in-templating-methods`]: 2,
      [`${COMPONENTS}/agentic_chat_template_guide.md#built-in-templating-methods`]: 1,
    },
  },
  {
    ask: 'plan execute agent example',
    answers: {
      [`${PLAN_EXECUTE}#plan-execute-agent-usage-example`]: 2,
      [`${PLAN_EXECUTE}#scenario-description`]: 2,
      [`${PLAN_EXECUTE}#code-implementation`]: 2,
      [`${PLAN_EXECUTE}#1-initialize-model-and-tools`]: 2,
      [`${PLAN_EXECUTE}#5-combine-into-planexecuteagent`]: 2,
      'Cookbook.md#multi-agent': 1,
    },
  },
  {
    ask: 'supervisor sub-agents example',
    answers: {
      [`${SUPERVISOR}#supervisor-agent-usage-example`]: 2,
      [`${SUPERVISOR}#step-3-combine-supervisor-and-sub-agents`]: 2,
      [`${SUPERVISOR}#step-1-implement-sub-agents`]: 2,
      [`${SUPERVISOR}#scenario-description`]: 2,
      'Cookbook.md#multi-agent': 1,
    },
  },
  {
    ask: 'workflow branch',
    answers: { [`${WORKFLOW}#branch`]: 2, [`${WORKFLOW}#control-flow-only-no-data-flow`]: 1 },
  },
  { ask: 'retriever options topk score threshold', answers: { [`${RETRIEVER}#common-options`]: 2 } },
  {
    ask: 'opensearch indexer',
    answers: {
      [`${INDEXER}#opensearch-2-example`]: 2,
      'ecosystem_integration/indexer/_index.md': 2,
      [`${INDEXER}#existing-implementations`]: 1,
    },
  },
  {
    ask: 'document loader S3',
    answers: {
      [`${LOADER}#existing-implementations`]: 2,
      'ecosystem_integration/document/_index.md': 2,
      'ecosystem_integration/_index.md#loader': 2,
    },
  },
  {
    ask: 'markdown splitter',
    answers: {
      [`${TRANSFORMER}#existing-implementations`]: 2,
      [`${TRANSFORMER}#standalone-usage`]: 2,
      'ecosystem_integration/_index.md#transformer': 2,
      'ecosystem_integration/document/_index.md': 1,
    },
  },
  {
    ask: 'tool middleware',
    answers: {
      [`${TOOLS_NODE}#middleware-mechanism`]: 2,
      [`${TOOLS_NODE}#middleware-usage-example`]: 2,
      [`${MIDDLEWARE_GUIDE}#usage-example-tool-call-wrapping`]: 2,
      [`${CHAT_AGENT}#wrapinvokabletoolcall--wrapstreamabletoolcall`]: 1,
    },
  },
  { ask: 'react agent intermediate messages', answers: { [`${REACT}#get-intermediate-results`]: 2 } },
  {
    ask: 'MCP tools',
    answers: {
      [`${CREATE_TOOL}#method-4---use-mcp-protocol`]: 2,
      [`${AGENTIC_MODEL}#mcptoolcall`]: 1,
      'ecosystem_integration/tool/_index.md': 2,
      [`${TOOLS_NODE}#existing-implementations`]: 1,
    },
  },
  {
    ask: 'lambda transformable collectable',
    answers: {
      [`${LAMBDA}#component-definition-and-implementation`]: 2,
      [`${LAMBDA}#introduction`]: 2,
      [`${LAMBDA}#construction-methods`]: 2,
      [`${LAMBDA}#without-custom-option`]: 2,
      [`${LAMBDA}#anylambda`]: 1,
    },
  },
  {
    ask: 'checkpoint store interface',
    answers: {
      [`${CHECKPOINT}#implementing-checkpointstore`]: 2,
      [`${RUNNER}#state-persistence-checkpoint`]: 2,
      [`${CHAT_AGENT}#step-3-configure-checkpointstore-in-agent-runner`]: 1,
    },
  },
  { ask: 'nested graph interrupt', answers: { [`${CHECKPOINT}#interruptcheckpoint-in-nested-graphs`]: 2 } },
  {
    ask: 'stream concat merge',
    answers: {
      [`${PRINCIPLES}#type-alignment-methods-under-invoke-and-stream`]: 2,
      [`${PRINCIPLES}#fan-in-and-merge`]: 2,
      [`${STREAMS}#the-meaning-of-eino-stream-programming`]: 1,
      [`${CHECKPOINT}#checkpoint-in-streaming`]: 1,
      [`${STREAMS}#overview-of-orchestration-streaming`]: 1,
    },
  },
  {
    ask: 'OpenAI ChatModel stream example',
    answers: {
      [`${CHAT_MODEL}#standalone-usage`]: 2,
      [`${FIRST_CHAPTER}#what-the-entry-code-does`]: 2,
      [`${FIRST_CHAPTER}#run`]: 1,
      [`${AGENTIC_MODEL}#standalone-usage`]: 1,
    },
  },
  {
    ask: 'message struct multimodal',
    answers: { [`${CHAT_MODEL}#message-struct`]: 2, [`${AGENTIC_MODEL}#agenticmessage-struct`]: 1 },
  },
  {
    ask: 'tool_search regex',
    answers: {
      [`${TOOL_SEARCH}#tool_search-tool`]: 2,
      [`${TOOL_SEARCH}#notes`]: 2,
      [`${TOOL_SEARCH}#overview`]: 1,
    },
  },
  {
    ask: 'skill fork isolate context mode',
    answers: { [`${SKILL}#contextmode`]: 2, [`${SKILL}#agenthub-and-modelhub`]: 1 },
  },
  {
    ask: 'read_file edit_file glob grep tools',
    answers: { [`${FILE_SYSTEM}#injected-tools`]: 2, [`${DEEP_AGENTS}#filesystem`]: 2 },
  },
  {
    ask: 'goland plugin install version',
    answers: {
      [`${IDE_PLUGIN}#installation`]: 2,
      [`${IDE_PLUGIN}#version-compatibility`]: 2,
      [`${IDE_PLUGIN}#goland`]: 2,
    },
  },
  {
    ask: 'v0.7 resume api changes',
    answers: {
      [`${RELEASES}/Eino_v0.7._-interrupt_resume_refactor.md#-core-changes-interrupt-resume-architecture-refactor-563`]: 2,
      [`${RELEASES}/Eino_v0.7._-interrupt_resume_refactor.md#new-core-modules`]: 2,
      [`${RELEASES}/Eino_v0.7._-interrupt_resume_refactor.md#new-resume-strategies`]: 2,
      [`${CHECKPOINT}#in-eino-v070-and-later-1`]: 2,
    },
  },
  {
    ask: 'v0.8 breaking changes filesystem',
    answers: {
      [`${BREAKING}#11-filesystem-shell-interface-renamed`]: 2,
      [`${BREAKING}#23-filesystemfileinfopath-semantic-change`]: 2,
      [`${BREAKING}#24-filesystemwriterequest-behavior-change`]: 2,
      [`${BREAKING}#22-filesystemreadrequestoffset-semantic-change`]: 2,
      [`${BREAKING}#migration-recommendations`]: 1,
    },
  },
  {
    ask: 'multi query retriever router',
    answers: {
      [`${FLOW}/_index.md#using-flows-in-orchestration`]: 2,
      [`${FLOW}/_index.md`]: 2,
      'Cookbook.md#retriever': 2,
    },
  },
  {
    ask: 'redis vector rag assistant',
    answers: {
      [`${PRACTICE}#indexing-the-knowledge-base`]: 2,
      [`${PRACTICE}#start-redis-stack`]: 2,
      [`${PRACTICE}#eino-agent-1`]: 2,
    },
  },
  {
    ask: 'excel agent csv',
    answers: {
      [`${EXCEL_AGENT}#view-execution-results`]: 2,
      [`${EXCEL_AGENT}#what-is-the-excel-agent`]: 2,
      [`${EXCEL_AGENT}#execution-process-output`]: 2,
      [`${DEEP_AGENTS}#scenario-description`]: 2,
    },
  },
  {
    ask: 'session values get set',
    answers: {
      [`${COLLABORATION}#concept-1`]: 2,
      [`${COLLABORATION}#sessionvalues`]: 2,
      [`${ADK_ARTICLE}#-flexible-collaboration-mechanisms`]: 1,
    },
  },
  {
    ask: 'agent event stream output fields',
    answers: { [`${AGENT}#agentoutput`]: 2, [`${AGENT}#agentname--runpath`]: 1 },
  },
  {
    ask: 'handler order context value callback',
    answers: { [`${CALLBACKS}#passing-information-between-handlers`]: 2 },
  },
  {
    ask: '@import agents.md recursion depth',
    answers: {
      [`${AGENTS_MD}#rules`]: 2,
      [`${AGENTS_MD}#import-syntax`]: 2,
      [`${AGENTS_MD}#error-handling`]: 1,
    },
  },
  {
    ask: 'install adk go get',
    answers: { [`${ADK_QUICKSTART}#installation`]: 2, [`${ADK_ARTICLE}#installation`]: 2 },
  },
  { ask: 'SSE sessions approve endpoint', answers: { [`${A2UI}#server-routes-high-level`]: 2 } },
  {
    ask: 'agent tool AgentAsTool',
    answers: { [`${COLLABORATION}#agentastool`]: 2, [`${CHAT_AGENT}#chatmodelagent-agentastool`]: 2 },
  },
  {
    ask: 'embedding component interface',
    answers: { [`${EMBEDDING}#interface-definition`]: 2, [`${EMBEDDING}#embedstrings-method`]: 2 },
  },
  { ask: 'indexer options subindexes', answers: { [`${INDEXER}#common-options`]: 2 } },
  {
    ask: 'graph branch condition',
    answers: {
      [`${PRINCIPLES}#branch`]: 2,
      [`${WORKFLOW}#branch`]: 2,
      [`${STREAMS}#streaming-paradigms-of-orchestration-helper-elements`]: 1,
    },
  },
  { ask: 'agents.md middleware order summarization', answers: { [`${AGENTS_MD}#middleware-ordering`]: 2 } },
  {
    ask: 'tool call id in tool function',
    answers: {
      [`${TOOLS_NODE}#how-to-get-toolcallid`]: 2,
      [`${COMPONENTS}/agentic_tools_node_guide.md#how-to-get-toolcallid`]: 2,
    },
  },
  {
    ask: 'adk quickstart examples list',
    answers: { [`${ADK_QUICKSTART}#adk-examples`]: 2, 'Cookbook.md#intro-examples': 2 },
  },
  {
    ask: 'S3 url local file loader list',
    answers: {
      [`${LOADER}#existing-implementations`]: 2,
      'ecosystem_integration/document/_index.md': 2,
      'ecosystem_integration/_index.md#loader': 2,
    },
  },
  {
    ask: 'skill frontmatter fields',
    answers: {
      [`${SKILL}#frontmatter`]: 2,
      [`${V08}/_index.md#14-skill-middleware`]: 1,
      [`${SKILL_CHAPTER}#prerequisites`]: 1,
    },
  },
  {
    ask: 'multi agent overview supervisor plan-execute workflow',
    answers: {
      [`${ADK_OVERVIEW}#multi-agent-collaboration`]: 2,
      [`${ADK_ARTICLE}#-pre-built-multi-agent-patterns`]: 2,
      [`${COLLABORATION}#composition-primitives`]: 2,
      'core_modules/eino_adk/_index.md': 1,
    },
  },
  {
    ask: 'patch tool calls placeholder message language',
    answers: {
      [`${PATCH_TOOL_CALLS}#default-placeholder-message`]: 2,
      [`${PATCH_TOOL_CALLS}#custom-placeholder-message`]: 1,
      [`${PATCH_TOOL_CALLS}#multi-language-support`]: 2,
    },
  },
  {
    ask: 'vector store integrations redis milvus elasticsearch',
    answers: {
      'ecosystem_integration/indexer/_index.md': 2,
      'ecosystem_integration/retriever/_index.md': 2,
      'ecosystem_integration/_index.md#indexer': 2,
      'ecosystem_integration/_index.md#retriever': 2,
      [`${INDEXER}#existing-implementations`]: 2,
      [`${RETRIEVER}#existing-implementations`]: 2,
    },
  },
  {
    ask: 'langfuse apmplus cozeloop',
    answers: {
      'ecosystem_integration/callbacks/_index.md': 2,
      [`${PRACTICE}#observability-optional`]: 2,
      [`${OVERVIEW}/eino_open_source.md#tooling-ecosystem`]: 1,
      [`${AGENT_CALLBACK}#tracing-use-case`]: 1,
    },
  },
  { ask: 'mcp prompt component', answers: { 'ecosystem_integration/chat_template/_index.md': 2 } },
  { ask: 'embedding dashscope tencentcloud', answers: { 'ecosystem_integration/embedding/_index.md': 2 } },
  {
    ask: 'ark prefix cache session cache',
    answers: {
      'ecosystem_integration/chat_model/agentic_model_ark.md#features': 2,
      'ecosystem_integration/chat_model/agentic_model_ark.md#configuration': 2,
      [`${AGENTIC_MODEL}#differences-from-chatmodel`]: 1,
    },
  },
  { ask: 'qianfan qwen deepseek', answers: { 'ecosystem_integration/chat_model/_index.md': 2 } },
  {
    ask: 'wikipedia browseruse commandline tool',
    answers: {
      'ecosystem_integration/tool/_index.md': 2,
      [`${CREATE_TOOL}#method-3---use-tools-from-eino-ext`]: 1,
    },
  },
  {
    ask: 'batch node',
    answers: {
      'Cookbook.md#batch-batch-processing': 2,
      'FAQ.md#q-how-does-eino-implement-batch-processing-nodes-similar-to-batch-processing-nodes-in-coze': 2,
    },
  },
  { ask: 'core modules overview', answers: { 'core_modules/_index.md': 2 } },
  {
    ask: 'deepagent minimum eino version',
    answers: {
      [`${DEEP_AGENTS}#importpath`]: 2,
      [`${RELEASES}/Eino_v0.5._-ADK_implementation.md#feature-enhancements`]: 2,
    },
  },
  { ask: 'lambda message to slice tolist', answers: { [`${LAMBDA}#tolist`]: 2 } },
  {
    ask: 'recommended middleware combination long conversation',
    answers: {
      [`${V08}/_index.md#middleware-usage-recommendations`]: 2,
      [`${PATCH_TOOL_CALLS}#combined-with-other-middlewares`]: 2,
      [`${PATCH_TOOL_CALLS}#notes`]: 1,
      [`${AGENTS_MD}#middleware-ordering`]: 1,
      [`${SUMMARIZATION}#best-practices`]: 1,
    },
  },
  {
    ask: 'custom agent implementation',
    answers: {
      'core_modules/eino_adk/agent_implementation/_index.md': 2,
      [`${AGENT}#agent-definition`]: 2,
      [`${AGENT}#asynciterator`]: 2,
      [`${ADK_OVERVIEW}#agent-interface`]: 2,
      'Cookbook.md#intro-examples': 1,
      [`${EXCEL_AGENT}#agent-abstraction-the-foundation-for-flexibly-defining-agents`]: 1,
    },
  },
  {
    ask: 'golangci-lint gofmt goimports',
    answers: {
      [`${OVERVIEW}/_index.md#code-standards`]: 2,
      [`${RELEASES}/Eino_v0.7._-interrupt_resume_refactor.md#documentation--engineering`]: 1,
    },
  },
  {
    ask: 'required go version',
    answers: { [`${OVERVIEW}/_index.md#dependency-requirements`]: 2, [`${FIRST_CHAPTER}#get-the-code`]: 2 },
  },
  {
    ask: 'callback trace chapter quickstart',
    answers: {
      [`${QUICK_START}/chapter_06_callback_and_trace.md`]: 2,
      [`${QUICK_START}/_index.md#learning-path-chapter-navigation`]: 1,
      [`${FIRST_CHAPTER}#quickstart-series-build-chatwitheino-from-scratch`]: 1,
    },
  },
  {
    ask: 'agent runner multi-turn console tutorial',
    answers: {
      [`${QUICK_START}/chapter_02_chatmodelagent_runner_agentevent.md`]: 2,
      [`${QUICK_START}/_index.md#learning-path-chapter-navigation`]: 1,
      [`${FIRST_CHAPTER}#quickstart-series-build-chatwitheino-from-scratch`]: 1,
    },
  },
  {
    ask: 'langgraph autogen crewai history',
    answers: { [`${GRAPH_OR_AGENT}#historical-perspective-from-determinism-to-autonomy`]: 2 },
  },
  {
    ask: 'kin-openapi removal jsonschema migration',
    answers: {
      [`${RELEASES}/Eino_v0.6._-jsonschema_optimization.md#breaking-changes`]: 2,
      [`${RELEASES}/Eino_v0.6._-jsonschema_optimization.md#migration-guide`]: 2,
      [`${RELEASES}/Eino_v0.6._-jsonschema_optimization.md#version-overview`]: 2,
      [`${TOOLS_NODE}#v05x--v06x`]: 2,
      'FAQ.md#q-after-upgrading-to-version-06x-there-are-incompatibility-issues': 2,
    },
  },
  {
    ask: 'StateGraph StateChain removed',
    answers: { [`${RELEASES}/v03_tiny_break_change.md#features`]: 2, [`${CALLBACKS}#runinfo`]: 1 },
  },
  {
    ask: 'milvus v2 indexer retriever',
    answers: {
      'ecosystem_integration/indexer/_index.md#indexer-component-list': 2,
      'ecosystem_integration/retriever/_index.md#retriever-component-list': 2,
      'ecosystem_integration/_index.md#indexer': 2,
      'ecosystem_integration/_index.md#retriever': 2,
      [`${INDEXER}#milvus-example`]: 2,
      [`${RETRIEVER}#milvus-example`]: 2,
      [`${INDEXER}#existing-implementations`]: 1,
      [`${RETRIEVER}#existing-implementations`]: 1,
    },
  },
  {
    ask: 'embedding providers tencentcloud dashscope',
    answers: {
      'ecosystem_integration/embedding/_index.md#embedding-component-list': 2,
      [`${EMBEDDING}#existing-implementations`]: 1,
      'ecosystem_integration/_index.md#embedding': 1,
    },
  },
  {
    ask: 'apmplus cozeloop callbacks',
    answers: { 'ecosystem_integration/callbacks/_index.md#callbacks-component-list': 2, [AGENT_CALLBACK]: 1 },
  },
  {
    ask: 'web search tools wikipedia bing',
    answers: {
      'ecosystem_integration/tool/_index.md#tool-component-list': 2,
      'ecosystem_integration/_index.md#tools': 1,
      [`${TOOLS_NODE}#existing-implementations`]: 1,
      [`${CREATE_TOOL}#method-3---use-tools-from-eino-ext`]: 1,
    },
  },
  {
    ask: 's3 loader',
    answers: {
      'ecosystem_integration/document/_index.md#document-component-list': 2,
      [`${LOADER}#existing-implementations`]: 2,
      'ecosystem_integration/_index.md#loader': 2,
    },
  },
  {
    ask: 'retriever topk score threshold',
    answers: { [`${RETRIEVER}#common-options`]: 2, [`${RETRIEVER}#option-mechanism`]: 1 },
  },
  {
    ask: 'plugin version compatibility goland vscode',
    answers: { [`${IDE_PLUGIN}#version-compatibility`]: 2 },
  },
  {
    ask: 'ShellBackend renamed v0.8',
    answers: {
      [`${BREAKING}#11-filesystem-shell-interface-renamed`]: 2,
      [`${V08}/_index.md#breaking-changes`]: 1,
      [`${V08}/_index.md#upgrade-guide`]: 1,
      [`${BACKEND}#extension-interfaces`]: 1,
    },
  },
  {
    ask: 'GetState removed graph',
    answers: {
      [`${RELEASES}/Eino_v0.4._-compose_optimization.md#breaking-changes`]: 2,
      [`${RELEASES}/Eino_v0.4._-compose_optimization.md#version-overview`]: 2,
      [`${GRAPH_INTRO}#graph-with-state`]: 1,
    },
  },
  { ask: 'jinja ssti vulnerability', answers: { [`${RELEASES}/v02_second_release.md#bugfix-5`]: 2 } },
  {
    ask: 'wrap graph as agent tool',
    answers: {
      [`${GRAPH_OR_AGENT}#the-integration-path-encapsulating-graph-as-agents-tool`]: 2,
      'Cookbook.md#graphtool': 2,
      [`${QUICK_START}/chapter_08_graph_tool.md`]: 2,
      [`${SKILL_CHAPTER}#from-graph-tool-to-skill-why-skill-docs`]: 1,
    },
  },
  {
    ask: 'plantask blockedBy dependencies',
    answers: {
      [`${PLAN_TASK}#dependency-management`]: 2,
      [`${PLAN_TASK}#task-structure`]: 1,
      [`${PLAN_TASK}#taskupdate`]: 1,
    },
  },
  {
    ask: 'in-memory filesystem unit test',
    answers: {
      [`${BACKEND}#built-in-implementation-inmemorybackend`]: 2,
      [`${BACKEND}#background-and-goals`]: 1,
    },
  },
  {
    ask: 'redis stack knowledge indexing',
    answers: {
      [`${PRACTICE}#start-redis-stack`]: 2,
      [`${PRACTICE}#indexing-the-knowledge-base`]: 2,
      'Cookbook.md': 1,
    },
  },
  {
    ask: 'excel agent input output path',
    answers: {
      [`${EXCEL_AGENT}#configure-environment-and-inputoutput-paths`]: 2,
      [`${EXCEL_AGENT}#view-execution-results`]: 1,
    },
  },
  {
    ask: 'adk minimum eino version',
    answers: {
      [`${ADK_QUICKSTART}#installation`]: 2,
      [`${RELEASES}/Eino_v0.5._-ADK_implementation.md#version-overview`]: 2,
      [`${DEEP_AGENTS}#importpath`]: 1,
    },
  },
  {
    ask: 'chain branch parallel example',
    answers: {
      [`${GRAPH_INTRO}#chain`]: 2,
      [`${PRINCIPLES}#parallel`]: 2,
      [`${PRINCIPLES}#chain`]: 1,
      'Cookbook.md#chain-chain-orchestration': 1,
    },
  },
  {
    ask: 'built-in prompts language chinese',
    answers: {
      [`${AGENT}#language-settings`]: 2,
      [`${AGENT}#api`]: 2,
      [`${AGENT}#scope-of-effect`]: 2,
      [`${V08}/_index.md#3-language-setting`]: 2,
      [`${FILE_SYSTEM}#multilingual-support`]: 1,
      [`${PLAN_TASK}#multi-language-support`]: 1,
      [`${TOOL_REDUCTION}#multi-language-support`]: 1,
      [`${PATCH_TOOL_CALLS}#multi-language-support`]: 1,
    },
  },
  {
    ask: 'quickstart middleware error handling retry',
    answers: {
      [`${QUICK_START}/chapter_05_middleware.md#why-middleware`]: 2,
      [`${QUICK_START}/chapter_05_middleware.md#what-you-learn`]: 2,
      [`${QUICK_START}/_index.md#learning-path-chapter-navigation`]: 1,
      [`${QUICK_START}/_index.md#final-deliverable-an-extensible-end-to-end-agent-application-skeleton`]: 1,
      [`${FIRST_CHAPTER}#quickstart-series-build-chatwitheino-from-scratch`]: 1,
    },
  },
  { ask: 'open source license apache', answers: { [`${OVERVIEW}/_index.md#open-source-license`]: 2 } },
];
