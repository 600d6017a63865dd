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
  DEEP_AGENTS,
  EMBEDDING,
  EXCEL_AGENT,
  FILE_SYSTEM,
  FIRST_CHAPTER,
  FLOW,
  GRAPH_INTRO,
  GRAPH_OR_AGENT,
  HITL,
  HOST,
  IDE_PLUGIN,
  INDEXER,
  LAMBDA,
  LOADER,
  LOCAL_BACKEND,
  MIDDLEWARE_GUIDE,
  ORCHESTRATION_PLUGIN,
  OVERVIEW,
  PARSER,
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
  V08,
  WORKFLOW,
  WORKFLOW_AGENTS,
} from './places.ts';
import type { Question, QuestionKind } from './question.ts';

/** Written blind when the search was tuned, and never used to tune it. */
export const HELD_OUT: Readonly<Record<QuestionKind, readonly Question[]>> = {
  'how-to': [
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
  ],
  concept: [
    {
      ask: 'Why are all inner components executed with Transform when the graph as a whole is called with Stream or Collect?',
      answers: {
        [`${STREAMS}#paradigm-of-internal-components-at-runtime-in-orchestration-products`]: 2,
        [`${PRINCIPLES}#stream-processing`]: 1,
        [`${CALLBACKS}#graph-node-triggering-node-callback`]: 1,
      },
    },
    {
      ask: 'pregel vs dag execution: when does a node get triggered in each, and which one supports cycles?',
      answers: {
        [`${PRINCIPLES}#execution-engine`]: 2,
        [`${WORKFLOW}#what-is-eino-workflow`]: 1,
        [`${RELEASES}/Eino_v0.4._-compose_optimization.md#new-features`]: 1,
      },
    },
    {
      ask: 'Should my AI feature be an Agent or a Graph? What distinguishes the two?',
      answers: {
        [`${GRAPH_OR_AGENT}#deep-comparison`]: 2,
        [`${GRAPH_OR_AGENT}#basic-definitions`]: 2,
        [`${GRAPH_OR_AGENT}#introduction-two-coexisting-ai-interaction-paradigms`]: 1,
      },
    },
    {
      ask: 'What is the Runner good for, why not just call agent.Run?',
      answers: {
        [`${RUNNER}#definition`]: 2,
        [`${ADK_OVERVIEW}#agentrunner`]: 2,
        [`${QUICK_START}/chapter_02_chatmodelagent_runner_agentevent.md#what-you-learn`]: 2,
        [`${AGENT_CALLBACK}#tracing-use-case`]: 1,
      },
    },
    {
      ask: 'What are the limits of an agent that has no tools at all?',
      answers: {
        [`${QUICK_START}/chapter_04_tool_and_filesystem.md#why-tools`]: 2,
        [`${CHAT_AGENT}#chatmodelagent-react-pattern`]: 1,
      },
    },
    {
      ask: 'Which ready-made multi-agent patterns does the ADK ship and what is each of them suited for?',
      answers: {
        [ADK_ARTICLE]: 2,
        [`${ADK_QUICKSTART}#agent-in-adk`]: 2,
        [`${RELEASES}/Eino_v0.5._-ADK_implementation.md#adk-framework-262`]: 1,
        [`${OVERVIEW}/_index.md#agent-development-kit-adk`]: 1,
      },
    },
    {
      ask: 'How does a break-loop action differ from an exit action when agents are nested?',
      answers: {
        [`${WORKFLOW_AGENTS}#breakloop`]: 2,
        [`${AGENT}#agentaction`]: 1,
        [`${COLLABORATION}#workflow-agents`]: 1,
      },
    },
    {
      ask: 'MessageModifier or MessageRewriter in the ReAct agent, what is the difference?',
      answers: { [`${REACT}#messagerewriter`]: 2, [`${REACT}#messagemodifier`]: 1 },
    },
    {
      ask: 'What are the trade-offs of DeepAgents compared with a plain ReAct agent or plan-and-execute?',
      answers: { [`${DEEP_AGENTS}#comparison-with-other-agents`]: 2 },
    },
    {
      ask: 'Why was the ChatModelAgentMiddleware interface introduced although an AgentMiddleware struct existed already?',
      answers: {
        [`${MIDDLEWARE_GUIDE}#why-use-chatmodelagentmiddleware-instead-of-agentmiddleware`]: 2,
        [`${V08}/_index.md#1-chatmodelagentmiddleware-interface`]: 2,
        [`${MIDDLEWARE_GUIDE}#migrating-from-agentmiddleware-to-chatmodelagentmiddleware`]: 1,
      },
    },
    {
      ask: 'In the GoLand plugin, what is meant by a slot of a component?',
      answers: { [`${ORCHESTRATION_PLUGIN}#slot`]: 2, [`${ORCHESTRATION_PLUGIN}#component`]: 1 },
    },
    {
      ask: 'Is A2UI a part of Eino?',
      answers: {
        [`${A2UI}#important-a2uis-boundary`]: 2,
        [`${QUICK_START}/_index.md#final-deliverable-an-extensible-end-to-end-agent-application-skeleton`]: 2,
      },
    },
    {
      ask: "Does Eino persist chat history and sessions for me, or is that my application's job?",
      answers: {
        [`${QUICK_START}/chapter_03_memory_and_session.md`]: 2,
        [`${QUICK_START}/chapter_03_memory_and_session.md#what-you-learn`]: 1,
        'Cookbook.md#react-agent': 1,
      },
    },
    {
      ask: 'Can I rely on API compatibility between v0.x minor releases of Eino? When will there be a v1?',
      answers: {
        [`${RELEASES}/_index.md#common-understanding-about-v0-v1-vn-n1`]: 2,
        [`${RELEASES}/_index.md#version-management-guidelines`]: 1,
      },
    },
    {
      ask: 'Which kinds of components does Eino abstract, and which application patterns are they derived from?',
      answers: {
        [`${COMPONENTS}/_index.md`]: 2,
        [`${OVERVIEW}/_index.md#rich-components`]: 1,
        [`${FIRST_CHAPTER}#why-we-need-the-component-interfaces`]: 1,
        'core_modules/_index.md': 1,
      },
    },
    {
      ask: 'Why did they put a Backend interface between agents and the filesystem, and how do the three implementations compare?',
      answers: {
        [`${BACKEND}#background-and-goals`]: 2,
        [`${BACKEND}#implementation-comparison`]: 2,
        [`${BACKEND}#external-implementations`]: 1,
        [`${SANDBOX}#comparison-with-local-backend`]: 1,
        [`${LOCAL_BACKEND}#comparison-with-agentkit-backend`]: 1,
      },
    },
    {
      ask: 'What are address segments in the interrupt system and how do the ADK view and the compose view of an address differ?',
      answers: {
        [`${HITL}#layer-specific-address-segment-types`]: 2,
        [`${HITL}#address-structure-and-segment-types`]: 2,
        [`${HITL}#how-addresses-meet-these-requirements`]: 1,
        [`${HITL}#the-need-for-addresses`]: 1,
      },
    },
    {
      ask: 'What does it mean that a Workflow separates control flow from data flow?',
      answers: {
        [`${WORKFLOW}#separation-of-control-flow-and-data-flow`]: 2,
        [`${WORKFLOW}#data-flow-only-no-control-flow`]: 1,
        [`${WORKFLOW}#control-flow-only-no-data-flow`]: 1,
        [`${WORKFLOW}#what-is-eino-workflow`]: 1,
      },
    },
    {
      ask: 'Why build yet another LLM framework in Go when LangChain and LlamaIndex exist in Python?',
      answers: {
        [`${OVERVIEW}/eino_open_source.md#einos-unique-advantages`]: 2,
        [`${OVERVIEW}/eino_open_source.md#highly-reliable-and-maintainable`]: 1,
        [PRINCIPLES]: 1,
      },
    },
    {
      ask: 'What ideas is orchestration in Eino built on, and why not simply call the components by hand and hand each output to the next?',
      answers: {
        'core_modules/chain_and_graph_orchestration/_index.md': 2,
        'core_modules/_index.md': 1,
        [`${PRINCIPLES}#type-alignment-of-upstream-and-downstream-as-the-basic-principle`]: 1,
        [`${OVERVIEW}/_index.md#powerful-orchestration-graphchainworkflow`]: 1,
        [`${OVERVIEW}/eino_open_source.md#quick-introduction-to-eino`]: 1,
      },
    },
  ],
  identifier: [
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
  ],
  paraphrase: [
    {
      ask: 'A person typed something else halfway and now the vendor grumbles that a request never got its reply',
      answers: {
        [`${PATCH_TOOL_CALLS}#overview`]: 2,
        [`${V08}/_index.md#17-patchtoolcalls-middleware`]: 2,
        [`${PATCH_TOOL_CALLS}#how-it-works`]: 1,
      },
    },
    {
      ask: 'We own hundreds of functions and listing every one of them eats up the prompt; can the bot look up just what it needs?',
      answers: { [`${TOOL_SEARCH}#overview`]: 2, [`${TOOL_SEARCH}#how-it-works`]: 1 },
    },
    {
      ask: 'After hours of talking the bill explodes; squeeze whatever was said earlier into a short recap',
      answers: {
        [`${SUMMARIZATION}#overview`]: 2,
        [`${SUMMARIZATION}#how-it-works`]: 1,
        [`${DEEP_AGENTS}#deepagents-overview`]: 1,
      },
    },
    {
      ask: 'ask a person for a yes first, spend the money afterwards, carrying on where it left off',
      answers: {
        [`${HITL}#quick-start`]: 2,
        [`${QUICK_START}/chapter_07_interrupt_resume.md#what-you-learn`]: 2,
        [`${CHECKPOINT}#in-eino-v070-and-later-1`]: 1,
        'Cookbook.md#human-in-the-loop': 1,
      },
    },
    {
      ask: 'get several assistants to chew over one question side by side rather than one after another',
      answers: {
        [`${WORKFLOW_AGENTS}#features-2`]: 2,
        [`${COLLABORATION}#parallelagent`]: 2,
        [EXCEL_AGENT]: 1,
      },
    },
    {
      ask: 'When the vendor is overloaded and turns us away, have another go by itself after a short pause',
      answers: {
        [`${CHAT_AGENT}#chatmodelagent-configuration-fields`]: 2,
        [`${RELEASES}/Eino_v0.7._-interrupt_resume_refactor.md#chatmodel-retry-mechanism-635`]: 2,
        [`${QUICK_START}/chapter_05_middleware.md#why-middleware`]: 1,
        [`${QUICK_START}/chapter_05_middleware.md#what-you-learn`]: 1,
      },
    },
    {
      ask: 'turn sentences into lists of numbers, alike ones ending up near each other',
      answers: { [`${EMBEDDING}#introduction`]: 2, [`${EMBEDDING}#embedstrings-method`]: 1 },
    },
    {
      ask: 'see from the sidelines how each step went and how much it cost, leaving the steps themselves untouched',
      answers: {
        [`${CALLBACKS}#problem-solved`]: 2,
        [`${QUICK_START}/chapter_06_callback_and_trace.md#what-you-learn`]: 2,
        [`${OVERVIEW}/_index.md#callbacks`]: 1,
      },
    },
    {
      ask: 'hand what a function produced straight to the customer, no further rewording by the LLM',
      answers: {
        [`${REACT}#toolreturndirectly`]: 2,
        [`${CHAT_AGENT}#chatmodelagent-configuration-fields`]: 1,
        [`${CHAT_AGENT}#chatmodelagent-react-pattern`]: 1,
      },
    },
    {
      ask: "I want our team's do's and don'ts in one place, and the bot must obey them at each turn however much we chat",
      answers: {
        [`${AGENTS_MD}#overview`]: 2,
        [`${AGENTS_MD}#writing-agentsmd`]: 1,
        [`${AGENTS_MD}#key-mechanics`]: 1,
      },
    },
    {
      ask: 'a scratchpad several bots can peek at and scribble on during one request',
      answers: {
        [`${COLLABORATION}#sessionvalues`]: 2,
        [`${COLLABORATION}#concept-1`]: 2,
        [ADK_ARTICLE]: 1,
        'Cookbook.md#intro-examples': 1,
      },
    },
    {
      ask: 'Pick one piece out of what an earlier step produced and feed it, nothing else, into a later one',
      answers: {
        [`${WORKFLOW}#field-mapping`]: 2,
        [`${WORKFLOW}#flexible-input-and-output-types`]: 1,
        [`${WORKFLOW}#simplest-workflow`]: 1,
      },
    },
    {
      ask: 'I would rather draw boxes and arrows in my editor and have the source written for me',
      answers: {
        [`${ORCHESTRATION_PLUGIN}#create-and-orchestrate-a-graph`]: 2,
        [`${ORCHESTRATION_PLUGIN}#overview`]: 2,
        [`${IDE_PLUGIN}#graph-orchestration`]: 1,
        [`${PRACTICE}#visual-orchestration`]: 1,
      },
    },
    {
      ask: 'some LLMs mumble to themselves ahead of answering; where can I read that monologue?',
      answers: {
        'FAQ.md#q-how-to-get-the-reasoning-contentreasoningdeep-thinking-content-output-by-the-model-chat-model': 2,
        [`${AGENTIC_MODEL}#reasoning`]: 1,
      },
    },
    {
      ask: 'my helper must give back a picture or a sound clip, not just words',
      answers: {
        [`${TOOLS_NODE}#enhanced-tool-interface`]: 2,
        [`${CREATE_TOOL}#enhanced-tool-interface`]: 2,
        [`${CREATE_TOOL}#implementing-enhanced-tool-interface`]: 2,
        [`${RELEASES}/Eino_v0.7._-interrupt_resume_refactor.md#multimodal-tool-support-760`]: 1,
        [`${TOOLS_NODE}#v06x-new-enhanced-tools`]: 1,
      },
    },
    {
      ask: "a boss splitting a big job and farming out pieces to helpers who never see one another's notes",
      answers: {
        [`${DEEP_AGENTS}#task-delegation-and-subagents-invocation`]: 2,
        [`${DEEP_AGENTS}#deepagents-structure`]: 2,
        [ADK_ARTICLE]: 1,
      },
    },
    {
      ask: 'whatever the bot types into a terminal should happen far away from our own servers',
      answers: { [`${SANDBOX}#overview`]: 2, [`${BACKEND}#external-implementations`]: 1 },
    },
    {
      ask: 'polish a draft again and again till it is good enough, then stop',
      answers: {
        [`${WORKFLOW_AGENTS}#features-1`]: 2,
        [`${COLLABORATION}#loopagent`]: 2,
        [`${WORKFLOW_AGENTS}#example-1`]: 1,
      },
    },
    {
      ask: 'put passages away so one can look them up some other day',
      answers: {
        [`${INDEXER}#introduction`]: 2,
        [`${INDEXER}#store-method`]: 2,
        'ecosystem_integration/indexer/_index.md': 1,
      },
    },
    {
      ask: "ready-made wording with gaps for a customer's name and question",
      answers: {
        [`${CHAT_TEMPLATE}#introduction`]: 2,
        [`${CHAT_TEMPLATE}#built-in-templating-methods`]: 1,
        [`${COMPONENTS}/agentic_chat_template_guide.md#introduction`]: 1,
      },
    },
  ],
  troubleshooting: [
    {
      ask: 'Planner fails with [NodeRunError] no tool call',
      answers: {
        [`${PLAN_EXECUTE}#error-noderunerror-no-tool-call`]: 2,
        [`${RELEASES}/Eino_v0.7._-interrupt_resume_refactor.md#other-improvements`]: 1,
      },
    },
    {
      ask: 'agent\'s grep tool: "ripgrep (rg) is not installed or not in PATH"',
      answers: { [`${LOCAL_BACKEND}#faq`]: 2 },
    },
    {
      ask: 'undefined: schema.NewParamsOneOfByOpenAPIV3 after updating eino to 0.6',
      answers: {
        'FAQ.md#q-after-upgrading-to-version-06x-there-are-incompatibility-issues': 2,
        [`${TOOLS_NODE}#v05x--v06x`]: 2,
        [`${RELEASES}/Eino_v0.6._-jsonschema_optimization.md#migration-guide`]: 1,
        [`${RELEASES}/Eino_v0.6._-jsonschema_optimization.md#breaking-changes`]: 1,
      },
    },
    {
      ask: 'I pass adk.WithCallbacks(handler) to agent.Run but the handler is never called',
      answers: {
        [`${AGENT_CALLBACK}#tracing-use-case`]: 2,
        [`${AGENT_CALLBACK}#option-1-use-handlerbuilder`]: 2,
        [`${AGENT_CALLBACK}#option-2-use-handlerhelper-recommended`]: 2,
        [`${ADK_OVERVIEW}#agentrunner`]: 1,
      },
    },
    {
      ask: 'The agent blocks forever as soon as I loop over output.Events in my OnEnd handler',
      answers: {
        [`${AGENT_CALLBACK}#1-consume-events-asynchronously`]: 2,
        [`${AGENT_CALLBACK}#agentcallbackoutput`]: 2,
        [`${AGENT_CALLBACK}#onend-timing`]: 1,
      },
    },
    {
      ask: 'Since v0.8 a grep for `interface{}` in the filesystem backend finds nothing although the text is there',
      answers: {
        [`${BREAKING}#25-greprequestpattern-semantic-change`]: 2,
        [`${V08}/_index.md#breaking-changes`]: 1,
        [`${V08}/_index.md#upgrade-guide`]: 1,
        [`${LOCAL_BACKEND}#faq`]: 1,
      },
    },
    {
      ask: 'One unreadable Agents.md aborts the run with permission denied, but a missing one is just skipped. Is this expected?',
      answers: {
        [`${AGENTS_MD}#error-handling`]: 2,
        [`${AGENTS_MD}#backend-requirements`]: 2,
        [`${AGENTS_MD}#definition`]: 1,
        [`${AGENTS_MD}#config`]: 1,
      },
    },
    {
      ask: 'values set with AddSessionValue before runner.Run are not there inside the agent',
      answers: {
        [`${COLLABORATION}#concept-1`]: 2,
        [`${COLLABORATION}#sessionvalues`]: 2,
        [`${AGENT}#agentrunoption`]: 1,
      },
    },
    {
      ask: 'ChatModelAgent errors when my instruction contains a JSON sample with { and }',
      answers: { [`${CHAT_AGENT}#chatmodelagent-configuration-fields`]: 2 },
    },
    {
      ask: 'With Claude in streaming mode the ReAct agent prints some text and stops, the tools node is never entered',
      answers: {
        [`${REACT}#streamtoolcallchecker`]: 2,
        'FAQ.md#q-agent-streaming-calls-do-not-enter-the-toolsnode-node-or-streaming-effect-is-lost-behaving-as-non-streaming': 2,
        [`${HOST}#no-streaming-when-host-outputs-directly`]: 1,
        [`${GRAPH_OR_AGENT}#historical-perspective-from-determinism-to-autonomy`]: 1,
      },
    },
    {
      ask: 'context deadline exceeded after ten minutes, we set no timeout anywhere',
      answers: {
        'FAQ.md#q-error-contains-context-deadline-exceeded-timeout-context-canceled': 2,
        'ecosystem_integration/chat_model/agentic_model_ark.md#configuration': 1,
      },
    },
    {
      ask: 'Resuming an agent breaks because my custom type inside an interface cannot be decoded by gob',
      answers: {
        [`${RUNNER}#state-persistence-checkpoint`]: 2,
        [`${CHECKPOINT}#registering-serialization-methods`]: 1,
      },
    },
    {
      ask: 'The ReAct agent gives up after about five tool calls although I never configured a limit',
      answers: { [`${REACT}#maxstep`]: 2, [`${OVERVIEW}/eino_open_source.md#quick-introduction-to-eino`]: 1 },
    },
    {
      ask: 'The debug plugin is connected but my graph does not appear in the list',
      answers: {
        [`${DEBUG_PLUGIN}#select-an-artifact`]: 2,
        [`${DEBUG_PLUGIN}#initialize-debugging`]: 2,
        [`${DEBUG_PLUGIN}#run-your-process`]: 1,
      },
    },
    {
      ask: 'Workflow refuses to compile when two predecessors map to the same input field',
      answers: {
        [`${WORKFLOW}#merge-scenarios`]: 2,
        [`${PRINCIPLES}#fan-in-and-merge`]: 2,
        [`${WORKFLOW}#type-alignment`]: 1,
      },
    },
    {
      ask: 'local backend rejects ./notes/todo.txt',
      answers: { [`${LOCAL_BACKEND}#path-requirements`]: 2, [`${LOCAL_BACKEND}#core-features`]: 1 },
    },
    {
      ask: 'After I added a logging callback the model streams are never released, connections pile up',
      answers: {
        [`${CALLBACKS}#streams-must-be-closed`]: 2,
        [`${QUICK_START}/chapter_06_callback_and_trace.md`]: 1,
      },
    },
    {
      ask: 'tool reduction middleware kicks in far too late for Chinese conversations, token estimate is off',
      answers: {
        [`${TOOL_REDUCTION}#notes`]: 2,
        [`${TOOL_REDUCTION}#config-main-configuration`]: 1,
        [`${SUMMARIZATION}#best-practices`]: 1,
      },
    },
    {
      ask: 'my skill sits in skills/team/pdf/SKILL.md and is not discovered',
      answers: {
        [`${SKILL}#newbackendfromfilesystem`]: 2,
        [`${SKILL_CHAPTER}#1-sync-eino-ext-skills-into-a-local-directory`]: 1,
      },
    },
    {
      ask: 'Host multi-agent picked two specialists at the same time and the answer is just both texts glued together',
      answers: {
        [`${HOST}#host-selects-multiple-specialists`]: 2,
        [`${RELEASES}/Eino_v0.7._-interrupt_resume_refactor.md#other-improvements`]: 1,
      },
    },
  ],
  keywords: [
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
      answers: {
        'ecosystem_integration/callbacks/_index.md#callbacks-component-list': 2,
        [AGENT_CALLBACK]: 1,
      },
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
  ],
};
