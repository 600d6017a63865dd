import {
  A2UI,
  ADK_ARTICLE,
  AGENT,
  AGENT_CALLBACK,
  AGENTIC_MODEL,
  AGENTS_MD,
  BACKEND,
  CALL_OPTIONS,
  CALLBACKS,
  CHAT_AGENT,
  CHAT_MODEL,
  CHAT_TEMPLATE,
  CHECKPOINT,
  COLLABORATION,
  COMPONENTS,
  CREATE_TOOL,
  DEBUG_PLUGIN,
  EMBEDDING,
  EXCEL_AGENT,
  FILE_SYSTEM,
  FIRST_CHAPTER,
  FLOW,
  GRAPH_INTRO,
  GRAPH_OR_AGENT,
  HITL,
  INDEXER,
  LAMBDA,
  LOADER,
  LOCAL_BACKEND,
  MIDDLEWARE_GUIDE,
  ORCHESTRATION_PLUGIN,
  OVERVIEW,
  PARSER,
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
  SUMMARIZATION,
  SUPERVISOR,
  TOOLS_NODE,
  TRANSFORMER,
  V08,
  WORKFLOW,
  WORKFLOW_AGENTS,
} from './places.ts';
import type { Question } from './question.ts';

export const HOW_TO: readonly Question[] = [
  {
    ask: 'How do I ask a human for approval before a tool runs?',
    answers: {
      [`${HITL}#quick-start`]: 2,
      [`${CHECKPOINT}#in-eino-v070-and-later-1`]: 1,
      [`${QUICK_START}/chapter_07_interrupt_resume.md`]: 1,
      [`${CHAT_AGENT}#step-1-add-tool-supporting-interrupt`]: 1,
    },
  },
  {
    ask: 'How do I turn an existing Go function into a tool the model can call?',
    answers: {
      [`${CREATE_TOOL}#method-2---convert-local-functions-to-tools`]: 2,
      [`${CREATE_TOOL}#standard-tool-using-newtool-method`]: 2,
      [`${CREATE_TOOL}#standard-tool-using-infertool-method`]: 2,
    },
  },
  {
    ask: 'How can a tool return images or files instead of plain text?',
    answers: {
      [`${CREATE_TOOL}#enhanced-tool-interface`]: 2,
      [`${CREATE_TOOL}#implementing-enhanced-tool-interface`]: 2,
      [`${CREATE_TOOL}#enhanced-tool-using-newenhancedtool-method`]: 2,
      [`${TOOLS_NODE}#enhanced-tool-usage`]: 2,
      [`${TOOLS_NODE}#enhanced-tool-interface`]: 2,
    },
  },
  {
    ask: 'How do I share state between the nodes of a graph?',
    answers: { [`${GRAPH_INTRO}#graph-with-state`]: 2, [`${PRINCIPLES}#global-state`]: 2 },
  },
  {
    ask: 'How do I pass a single field of one node to a field of another node in a workflow?',
    answers: {
      [`${WORKFLOW}#field-mapping`]: 2,
      [`${WORKFLOW}#flexible-input-and-output-types`]: 1,
      [`${PRINCIPLES}#type-alignment-in-workflow`]: 1,
    },
  },
  {
    ask: 'How do I resume a graph from a checkpoint after an interrupt?',
    answers: {
      [`${CHECKPOINT}#in-eino-v070-and-later-1`]: 2,
      [`${CHECKPOINT}#resume`]: 2,
      [`${CHECKPOINT}#before-eino-v070-1`]: 2,
      [`${CHECKPOINT}#enabling-checkpoint`]: 1,
      [`${HITL}#resume`]: 1,
      [`${RUNNER}#resume`]: 1,
    },
  },
  {
    ask: 'How do I register a callback handler that applies to every component everywhere?',
    answers: { [`${CALLBACKS}#injecting-global-handlers`]: 2, [`${CALLBACKS}#using-in-graph`]: 1 },
  },
  {
    ask: 'How do I send an option to only one node of a compiled graph?',
    answers: {
      [`${CALL_OPTIONS}#calloptions-in-orchestration`]: 2,
      [`${PRINCIPLES}#option-distribution`]: 2,
      [`${CALLBACKS}#injecting-handlers-into-graph`]: 1,
    },
  },
  {
    ask: 'How do I write my own ChatModel implementation?',
    answers: {
      [`${CHAT_MODEL}#implementation-reference`]: 2,
      [`${CHAT_MODEL}#option-mechanism`]: 2,
      [`${CHAT_MODEL}#callback-handling`]: 1,
      [`${CHAT_MODEL}#complete-implementation-example`]: 2,
    },
  },
  {
    ask: 'How do I trace an ADK agent with OpenTelemetry?',
    answers: {
      [`${AGENT_CALLBACK}#tracing-use-case`]: 2,
      [`${QUICK_START}/chapter_06_callback_and_trace.md`]: 1,
    },
  },
  {
    ask: 'How do I make sub-agents always hand control back to the supervisor?',
    answers: {
      [`${SUPERVISOR}#what-is-withdeterministictransferto`]: 2,
      [`${SUPERVISOR}#supervisor-agent-features`]: 2,
      [`${COLLABORATION}#static-transfer-configuration`]: 2,
    },
  },
  {
    ask: 'How do I run several agents in parallel and collect their results?',
    answers: {
      [`${WORKFLOW_AGENTS}#features-2`]: 2,
      [`${WORKFLOW_AGENTS}#example-2`]: 2,
      [`${COLLABORATION}#parallelagent`]: 2,
    },
  },
  {
    ask: 'How do I load a PDF and split it into chunks?',
    answers: {
      [`${PARSER}#other-implementations`]: 2,
      [`${LOADER}#introduction`]: 1,
      [`${TRANSFORMER}#introduction`]: 1,
      [`${PARSER}#extparser`]: 1,
    },
  },
  {
    ask: 'How do I store documents in Milvus?',
    answers: { [`${INDEXER}#milvus-example`]: 2, 'ecosystem_integration/indexer/_index.md': 1 },
  },
  {
    ask: 'How do I query Elasticsearch 7 for similar documents?',
    answers: { [`${RETRIEVER}#elasticsearch-7-example`]: 2, 'ecosystem_integration/retriever/_index.md': 1 },
  },
  {
    ask: 'How do I compress the conversation when it gets too long for the model?',
    answers: {
      [`${SUMMARIZATION}#overview`]: 2,
      [`${SUMMARIZATION}#quick-start`]: 2,
      [`${SUMMARIZATION}#configuration-options`]: 1,
      [`${REACT}#messagerewriter`]: 1,
    },
  },
  {
    ask: 'How do I give an agent access to files on my own disk?',
    answers: {
      [`${LOCAL_BACKEND}#integration-with-agent`]: 2,
      [`${LOCAL_BACKEND}#basic-usage`]: 2,
      [`${FILE_SYSTEM}#create-the-middleware`]: 2,
      [`${BACKEND}#background-and-goals`]: 1,
    },
  },
  {
    ask: 'How do I load skills from a directory into an agent?',
    answers: {
      [`${SKILL}#quick-start`]: 2,
      [`${SKILL}#newbackendfromfilesystem`]: 2,
      [`${SKILL_CHAPTER}#enable-skill-in-deepagent`]: 2,
    },
  },
  {
    ask: 'How do I wrap a graph as a tool for an agent?',
    answers: {
      [`${GRAPH_OR_AGENT}#the-integration-path-encapsulating-graph-as-agents-tool`]: 2,
      [`${GRAPH_OR_AGENT}#conclusion`]: 2,
      [`${QUICK_START}/chapter_08_graph_tool.md`]: 1,
      'Cookbook.md#graphtool': 1,
    },
  },
  {
    ask: 'How do I debug a running graph step by step from my IDE?',
    answers: {
      [`${DEBUG_PLUGIN}#start-debugging-1`]: 2,
      [`${DEBUG_PLUGIN}#initialize-debugging`]: 2,
      [`${DEBUG_PLUGIN}#start-debugging`]: 2,
    },
  },
  {
    ask: 'How do I fill variables into a prompt with conditions and loops?',
    answers: {
      [`${CHAT_TEMPLATE}#built-in-templating-methods`]: 2,
      [`${COMPONENTS}/agentic_chat_template_guide.md#built-in-templating-methods`]: 1,
    },
  },
  {
    ask: 'How do I parse the JSON answer of the model into a Go struct?',
    answers: { [`${LAMBDA}#messageparser`]: 2, 'FAQ.md#q-does-eino-support-structured-model-output': 2 },
  },
  {
    ask: 'How do I stream agent output to a web page?',
    answers: {
      [`${A2UI}#a2ui-implementation-converting-agentevent-to-a2ui-sse`]: 2,
      [`${A2UI}#frontend-integration-fetch--sse-not-websocket`]: 2,
      [`${A2UI}#event-streaming-high-level`]: 2,
    },
  },
  {
    ask: 'How do I inject instructions from an Agents.md file into every model call?',
    answers: {
      [`${AGENTS_MD}#overview`]: 2,
      [`${AGENTS_MD}#minimal-example`]: 2,
      [`${AGENTS_MD}#quick-start`]: 2,
    },
  },
  {
    ask: 'How do I switch the built-in prompts to Chinese?',
    answers: { [`${AGENT}#language-settings`]: 2, [`${AGENT}#usage-example`]: 2, [`${AGENT}#api`]: 2 },
  },
  {
    ask: 'How do I let the user approve MCP tool calls that the model makes by itself?',
    answers: {
      [`${AGENTIC_MODEL}#mcptoolapprovalrequest`]: 2,
      [`${AGENTIC_MODEL}#mcptoolapprovalresponse`]: 2,
    },
  },
  {
    ask: 'How do I save checkpoints in my own storage such as Redis?',
    answers: {
      [`${CHECKPOINT}#implementing-checkpointstore`]: 2,
      [`${RUNNER}#state-persistence-checkpoint`]: 2,
    },
  },
  {
    ask: 'How do I stop a running graph from outside and continue later?',
    answers: { [`${CHECKPOINT}#external-proactive-interrupt`]: 2 },
  },
  {
    ask: 'How can a document loader pick the right parser by file extension?',
    answers: { [`${PARSER}#extparser`]: 2, [`${PARSER}#using-parsers-in-document-loader`]: 1 },
  },
  {
    ask: 'How do I change model parameters of a ReAct agent for a single request?',
    answers: { [`${REACT}#options`]: 2, [CALL_OPTIONS]: 1 },
  },
  {
    ask: 'How do I add a system prompt in front of the history of a ReAct agent?',
    answers: { [`${REACT}#messagemodifier`]: 2 },
  },
  {
    ask: 'How do I run agents one after the other, each working on the output of the one before?',
    answers: {
      [`${WORKFLOW_AGENTS}#features`]: 2,
      [`${WORKFLOW_AGENTS}#example`]: 2,
      [`${COLLABORATION}#sequentialagent`]: 2,
    },
  },
  {
    ask: 'How do I put a step into a graph that is just a Go function?',
    answers: {
      [`${LAMBDA}#usage-in-graph`]: 2,
      [`${LAMBDA}#construction-methods`]: 2,
      [`${LAMBDA}#without-custom-option`]: 2,
      [`${LAMBDA}#introduction`]: 1,
    },
  },
  {
    ask: 'How do I split Markdown documents by their headers?',
    answers: { [`${TRANSFORMER}#standalone-usage`]: 2, [`${TRANSFORMER}#existing-implementations`]: 2 },
  },
  {
    ask: 'How do I rename or switch off one of the file tools that an agent gets?',
    answers: { [`${FILE_SYSTEM}#toolconfig`]: 2, [`${FILE_SYSTEM}#middlewareconfig`]: 1 },
  },
  {
    ask: 'How do I use callbacks when I call a component directly without any graph?',
    answers: {
      [`${CALLBACKS}#using-outside-graph`]: 2,
      [`${CALLBACKS}#injecting-runinfo-outside-graph`]: 2,
      [`${CALLBACKS}#injecting-handlers-outside-graph`]: 2,
    },
  },
  {
    ask: 'How do I run the first quick start example with OpenAI?',
    answers: {
      [`${QUICK_START}/_index.md#1-minimal-console-chapter-1`]: 2,
      [`${FIRST_CHAPTER}#option-a-openai-default`]: 2,
      [`${FIRST_CHAPTER}#run`]: 2,
      [`${FIRST_CHAPTER}#prerequisites`]: 1,
    },
  },
  {
    ask: 'How can I log the raw HTTP request that is sent to the model provider?',
    answers: {
      'FAQ.md#q-how-to-troubleshoot-chatmodel-call-errors-for-example-noderunerror-failed-to-create-chat-completion-error-status-code-400-status-400-bad-request': 2,
      'Cookbook.md#model': 2,
    },
  },
  {
    ask: 'How do I map only the first element of a slice to the next node of a workflow?',
    answers: { [`${WORKFLOW}#customextractor`]: 2 },
  },
  {
    ask: 'How do I attach extra metadata such as the source to every parsed document?',
    answers: { [`${PARSER}#common-options`]: 2, [`${PARSER}#extparser`]: 2 },
  },
  {
    ask: 'How do I keep an agent from failing when the model invents a tool that does not exist?',
    answers: {
      [`${COMPONENTS}/agentic_tools_node_guide.md#introduction`]: 2,
      [`${TOOLS_NODE}#introduction`]: 1,
      'Cookbook.md#react-agent': 1,
    },
  },
  {
    ask: 'How do I change the port that the visual debug server listens on?',
    answers: { [`${DEBUG_PLUGIN}#configure-address`]: 2 },
  },
  {
    ask: 'How do I show users the events of an agent that runs as a tool inside another agent?',
    answers: {
      [`${COLLABORATION}#agentastool`]: 2,
      [`${CHAT_AGENT}#chatmodelagent-configuration-fields`]: 2,
      [`${CHAT_AGENT}#chatmodelagent-react-pattern`]: 2,
      [`${CHAT_AGENT}#step-2-add-tool-to-agent`]: 2,
    },
  },
  {
    ask: 'How do I forbid a sub-agent to transfer back to its parent?',
    answers: { [`${COLLABORATION}#example`]: 2, [`${AGENT}#agentwithoptions`]: 2 },
  },
  {
    ask: 'How do I apply a run option to just one agent of a multi-agent system?',
    answers: { [`${AGENT}#agentrunoption`]: 2 },
  },
  {
    ask: 'How do I edit the inside of a nested graph in the visual orchestration plugin?',
    answers: { [`${ORCHESTRATION_PLUGIN}#create-and-orchestrate-a-graph`]: 2 },
  },
  {
    ask: 'Where do I put my own input files for the Excel agent example and where does it write its output?',
    answers: {
      [`${EXCEL_AGENT}#configure-environment-and-inputoutput-paths`]: 2,
      [`${EXCEL_AGENT}#view-execution-results`]: 1,
    },
  },
  {
    ask: 'How do I use my own plan struct in plan-execute?',
    answers: {
      [`${PLAN_EXECUTE}#1-planner`]: 2,
      [`${EXCEL_AGENT}#plan-execute-agent-a-multi-agent-collaboration-framework-based-on-plan-execute-reflect`]: 2,
      [`${PLAN_EXECUTE}#3-replanner`]: 1,
      [`${PLAN_EXECUTE}#error-noderunerror-unmarshal-plan-error`]: 1,
    },
  },
  {
    ask: 'How do I export my graph as a mermaid diagram?',
    answers: {
      'FAQ.md#q-how-to-visualize-the-topology-structure-of-a-graphchainworkflow': 2,
      'Cookbook.md#-devops': 2,
    },
  },
  {
    ask: 'How do I embed a whole ReAct agent as one node of a chain?',
    answers: { [`${REACT}#agent-in-graphchain`]: 2, [`${FLOW}/_index.md#using-flows-in-orchestration`]: 2 },
  },
  {
    ask: 'How do I start the Redis that the Eino assistant sample searches?',
    answers: { [`${PRACTICE}#start-redis-stack`]: 2, [`${PRACTICE}#start-redissearch`]: 1 },
  },
  {
    ask: 'How do I set temperature and max tokens for a single Generate call of a chat model?',
    answers: {
      [`${CHAT_MODEL}#option-usage-example`]: 2,
      [`${CHAT_MODEL}#common-options`]: 2,
      [`${CHAT_MODEL}#standalone-usage`]: 1,
      [`${AGENTIC_MODEL}#option-usage`]: 1,
      [`${CALL_OPTIONS}#model-abstraction`]: 1,
    },
  },
  {
    ask: 'How do I make tool calls of one message run one after another instead of in parallel?',
    answers: {
      [`${TOOLS_NODE}#introduction`]: 2,
      [`${COMPONENTS}/agentic_tools_node_guide.md#introduction`]: 2,
    },
  },
  {
    ask: 'How do I make an OpenAI agentic model use the built-in web search?',
    answers: {
      'ecosystem_integration/chat_model/agentic_model_openai.md#server-tool-example': 2,
      [`${AGENTIC_MODEL}#standalone-usage`]: 2,
      'ecosystem_integration/chat_model/agentic_model_ark.md#server-tool-example': 1,
    },
  },
  {
    ask: 'How do I keep the task lists of different sessions apart with plantask?',
    answers: { [`${PLAN_TASK}#configuration`]: 2, [`${PLAN_TASK}#usage-example`]: 2 },
  },
  {
    ask: 'How do I emit my own event from a ChatModelAgent middleware?',
    answers: { [`${MIDDLEWARE_GUIDE}#sendevent-api`]: 2 },
  },
  {
    ask: 'How do I pick another embedding model for one request?',
    answers: {
      [`${EMBEDDING}#option-usage-example`]: 2,
      [`${EMBEDDING}#common-options`]: 2,
      [`${CALL_OPTIONS}#calloptions-in-orchestration`]: 2,
    },
  },
  {
    ask: 'How do I let my agent middleware remember something it saw in a tool call so that it is available in the hook after the next model call, within the same run?',
    answers: {
      [`${MIDDLEWARE_GUIDE}#run-local-storage-api`]: 2,
      [`${MIDDLEWARE_GUIDE}#usage-example-sharing-data-across-handler-points`]: 2,
      [`${MIDDLEWARE_GUIDE}#migrating-from-composeprocessstatestate`]: 1,
    },
  },
  {
    ask: 'I already have a plain Go function with a struct argument. What is the quickest way to turn it into a tool with the parameter schema taken from the struct tags?',
    answers: {
      [`${CREATE_TOOL}#standard-tool-using-infertool-method`]: 2,
      [`${CREATE_TOOL}#method-2---convert-local-functions-to-tools`]: 2,
      [`${CREATE_TOOL}#using-gostruct2paramsoneof`]: 1,
      [`${CHAT_AGENT}#step-1-define-tools`]: 1,
    },
  },
  {
    ask: 'How can I plug the tools of an MCP server into an Eino agent?',
    answers: {
      [`${CREATE_TOOL}#method-4---use-mcp-protocol`]: 2,
      'ecosystem_integration/tool/_index.md#tool-component-list': 1,
      [`${TOOLS_NODE}#existing-implementations`]: 1,
      [`${COMPONENTS}/agentic_tools_node_guide.md#existing-implementations`]: 1,
    },
  },
  {
    ask: 'I want the filesystem middleware to offer read_file under another name and not offer write_file at all. How is that configured?',
    answers: {
      [`${FILE_SYSTEM}#toolconfig`]: 2,
      [`${FILE_SYSTEM}#middlewareconfig`]: 1,
      [`${FILE_SYSTEM}#injected-tools`]: 1,
      [`${V08}/_index.md#13-filesystem-middleware`]: 1,
    },
  },
  {
    ask: 'How do I whitelist the shell commands an agent may execute on my own machine through the local backend?',
    answers: {
      [`${LOCAL_BACKEND}#with-command-validation`]: 2,
      [`${LOCAL_BACKEND}#configuration`]: 2,
      [`${LOCAL_BACKEND}#core-features`]: 1,
    },
  },
  {
    ask: 'Our pods get rotated while a graph is running. How do I interrupt the run from outside, with a maximum waiting time, and continue it later?',
    answers: {
      [`${CHECKPOINT}#external-proactive-interrupt`]: 2,
      [`${CHECKPOINT}#resume`]: 1,
      [`${CHECKPOINT}#enabling-checkpoint`]: 1,
    },
  },
  {
    ask: 'How do I give only one node inside a nested subgraph a different call option when I invoke the compiled graph?',
    answers: {
      [`${CALL_OPTIONS}#calloptions-in-orchestration`]: 2,
      [`${PRINCIPLES}#option-distribution`]: 2,
    },
  },
  {
    ask: 'how to pick the right document parser automatically by file extension, e.g. html vs pdf, with plain text as the fallback',
    answers: {
      [`${PARSER}#extparser`]: 2,
      [`${PARSER}#file-loader-example`]: 1,
      [`${RELEASES}/v02_second_release.md#features-4`]: 1,
      'Cookbook.md#document': 1,
    },
  },
  {
    ask: 'How would I create OpenTelemetry spans for every run of an ADK agent?',
    answers: {
      [`${AGENT_CALLBACK}#tracing-use-case`]: 2,
      [`${AGENT_CALLBACK}#option-1-use-handlerbuilder`]: 1,
      [`${QUICK_START}/chapter_06_callback_and_trace.md#what-you-learn`]: 1,
    },
  },
  {
    ask: 'Can I use prompts that an MCP server offers as a ChatTemplate, and where is that component documented?',
    answers: { 'ecosystem_integration/chat_template/_index.md#chattemplate-component-list': 2 },
  },
  {
    ask: 'My service runs on a remote box. How do I attach the Eino Dev debugger in the IDE to it, and which port does it use?',
    answers: {
      [`${DEBUG_PLUGIN}#configure-address`]: 2,
      [`${DEBUG_PLUGIN}#local-or-remote-debugging`]: 2,
      [`${DEBUG_PLUGIN}#configure-debug-address`]: 1,
      [`${DEBUG_PLUGIN}#initialize-debugging`]: 1,
    },
  },
  {
    ask: 'How do I set up one coordinating agent that hands work to several sub-agents and always gets control back when they finish?',
    answers: {
      [`${SUPERVISOR}#step-3-combine-supervisor-and-sub-agents`]: 2,
      [`${SUPERVISOR}#what-is-withdeterministictransferto`]: 2,
      [`${COLLABORATION}#static-transfer-configuration`]: 2,
      [`${SUPERVISOR}#supervisor-agent-structure`]: 1,
      [ADK_ARTICLE]: 1,
    },
  },
  {
    ask: 'How do I get the eino-ext skills into the chatwitheino quickstart so the assistant can load them?',
    answers: {
      [`${SKILL_CHAPTER}#1-sync-eino-ext-skills-into-a-local-directory`]: 2,
      [`${QUICK_START}/_index.md#3-optional-enable-skills-chapter-9-capability-reuse`]: 2,
      [`${A2UI}#optional-enable-ch09-skills`]: 1,
      [`${SKILL_CHAPTER}#enable-skill-in-deepagent`]: 1,
    },
  },
  {
    ask: 'How do I cut a Markdown document into pieces at its headers?',
    answers: {
      [`${TRANSFORMER}#standalone-usage`]: 2,
      [`${TRANSFORMER}#existing-implementations`]: 1,
      'ecosystem_integration/document/_index.md#document-component-list': 1,
      [`${PRACTICE}#indexing-the-knowledge-base`]: 1,
    },
  },
  {
    ask: 'Which environment variables switch the quickstart console chat from OpenAI to Ark?',
    answers: {
      [`${FIRST_CHAPTER}#option-b-ark`]: 2,
      [`${FIRST_CHAPTER}#what-the-entry-code-does`]: 1,
      [`${FIRST_CHAPTER}#prerequisites`]: 1,
    },
  },
  {
    ask: 'How do I make the agent summarize its history once it reaches 100k tokens, with my own tokenizer doing the counting?',
    answers: {
      [`${SUMMARIZATION}#configuration-examples`]: 2,
      [`${SUMMARIZATION}#configuration-options`]: 1,
      [`${V08}/_index.md#11-summarization-middleware`]: 1,
      [`${SUMMARIZATION}#best-practices`]: 1,
    },
  },
  {
    ask: 'I think I found a vulnerability in Eino. How should I report it?',
    answers: { [`${OVERVIEW}/_index.md#security`]: 2 },
  },
  {
    ask: 'How can I use Azure OpenAI with the Responses API based agentic model, and pass extra fields in the request body?',
    answers: {
      'ecosystem_integration/chat_model/agentic_model_openai.md#configuration': 2,
      'ecosystem_integration/chat_model/agentic_model_openai.md#features': 1,
      'ecosystem_integration/chat_model/agentic_model_openai.md#quick-start': 1,
    },
  },
  {
    ask: 'Is there sample code that exposes an ADK Runner over HTTP with server-sent events?',
    answers: {
      'Cookbook.md#intro-examples': 2,
      [`${A2UI}#a2ui-implementation-converting-agentevent-to-a2ui-sse`]: 1,
      [`${A2UI}#server-routes-high-level`]: 1,
    },
  },
  {
    ask: 'What do I have to take care of when I write my own ChatModel implementation, so that common options, callbacks and streaming behave?',
    answers: {
      [`${CHAT_MODEL}#implementation-reference`]: 2,
      [`${CHAT_MODEL}#complete-implementation-example`]: 2,
      [`${CHAT_MODEL}#callback-handling`]: 1,
      [`${CHAT_MODEL}#option-mechanism`]: 1,
      [`${CALLBACKS}#triggering-inside-component-implementation-component-callback`]: 1,
    },
  },
];
