"""Descriptions written for these tests, in many styles, none from a benchmark."""

from __future__ import annotations

from tests.assistant.design_worlds import (
    World,
    before_after,
    chosen,
    cutoff_world,
    instrumented,
    staggered,
    through,
    trial,
)

WORLDS = (
    # ------------------------------------------------------------ randomised
    World(
        "sms reminders", "Do reminders bring patients to their appointments?",
        "A chain of dental clinics tossed a coin for every booking: half of the patients, chosen at "
        "random, were "
        "texted the day before. reminder: 1 = was texted. age: years. insured: 1 = has insurance. "
        "arrived_score: how punctual the patient was.",
        "reminder", "arrived_score", "randomised",
        trial("reminder", "arrived_score", ["age", "insured"]),
    ),
    World(
        "ab test", "What does the green button do to basket value?",
        "Results of an A/B test on our shop's checkout page.\n\nvariant - 1 for the green button, 0 for "
        "the old one\n"
        "tenure_days - days since the customer signed up\nmobile - 1 if on a phone\nbasket - basket value "
        "in EUR",
        "variant", "basket", "randomised", trial("variant", "basket", ["tenure_days", "mobile"]),
    ),
    World(
        "placebo trial", "Does the drug lower pain?",
        "Double-blind, placebo-controlled study in 14 hospitals. Columns: drug (1 active, 0 placebo), "
        "age, female, "
        "pain12 (pain at week 12, 0-100).",
        "drug", "pain12", "randomised", trial("drug", "pain12", ["age", "female"]), always=("age", "female"),
    ),
    World(
        "school feeding", "Did meals raise attendance?",
        "Schools were allocated to free meals by random draw. `meals` is one where lunch was served. "
        "`distance_home` "
        "is the walk to school in minutes, `girl` marks girls, `attendance` counts days present.",
        "meals", "attendance", "randomised", trial("meals", "attendance", ["distance_home", "girl"]),
    ),
    World(
        "随机试验", "补贴是否提高了储蓄？",
        "数据来自一项田野实验，农户被随机分配到补贴组或对照组。subsidy：1表示获得补贴。age：户主年龄。"
        "female：户主为女性。"
        "savings：一年后的储蓄（元）。",
        "subsidy", "savings", "randomised", trial("subsidy", "savings", ["age", "female"]),
    ),
    # ------------------------------------------------------------ adjustment
    World(
        "vitamins", "Do vitamin pills improve fitness?",
        "Health insurance survey of 600 adults. vitamins: takes vitamin pills daily (1/0). age: in years. "
        "degree: has a university degree. fitness: fitness test result.",
        "vitamins", "fitness", "backdoor",
        chosen("vitamins", "fitness", ["age", "degree"]), always=("age", "degree"),
    ),
    World(
        "remote work", "How does working from home affect productivity?",
        "Employees decide themselves how often they work from home. home_days gives days per month at "
        "home, tenure "
        "the years with the firm, manager is 1 for managers, output is tickets closed per week.",
        "home_days", "output", "backdoor", chosen("home_days", "output", ["tenure", "manager"], amount=True),
    ),
    World(
        "random sample", "Does owning a dog make people happier?",
        "A random sample of 600 households drawn from the city register was interviewed by phone.\n"
        "dog: household owns a dog\nage: age of the respondent\ngarden: 1 if there is a "
        "garden\nhappiness: 0 to 10",
        "dog", "happiness", "backdoor", chosen("dog", "happiness", ["age", "garden"]),
    ),
    World(
        "retrospective", "Does early surgery shorten the stay?",
        "Retrospective chart review. early: operated within 24 hours. age_years: age at admission. "
        "diabetic: known "
        "diabetes. stay: length of stay in days.",
        "early", "stay", "backdoor", chosen("early", "stay", ["age_years", "diabetic"]),
    ),
    World(
        "观察数据", "参加夜校会增加收入吗？",
        "这是一份观察性调查数据，是否参加由本人自愿决定。night_school：是否参加夜校。age：年龄。male："
        "男性。wage：年收入。",
        "night_school", "wage", "backdoor", chosen("night_school", "wage", ["age", "male"]),
    ),
    # ------------------------------------------------------------ instruments
    World(
        "gym voucher", "Does going to the gym lower blood pressure?",
        "Employees in a raffle won a free gym pass; not all winners went, and nobody else could. "
        "won_pass: 1 = was "
        "offered a pass in the lottery. gym: 1 = trained at the gym. age, smoker. bp: blood pressure six "
        "months on.",
        "gym", "bp", "iv",
        instrumented("gym", "bp", "won_pass", ["age", "smoker"]), {"instruments": ("won_pass",)},
    ),
    World(
        "push message", "What is the effect of using the budget tool on savings?",
        "A bank encouraged a randomly chosen half of its customers to try a budgeting tool by letter. "
        "letter: was sent "
        "the letter. tool: actually used the tool. age: age. savings: savings after a year.",
        "tool", "savings", "iv",
        instrumented("tool", "savings", "letter", ["age"]), {"instruments": ("letter",)},
    ),
    World(
        "military service", "Did serving in the army reduce later pay?",
        "Men were called up by a draft lottery. draft_eligible - number was drawn; served - served in the "
        "army; "
        "born_south; pay - yearly pay at 40.",
        "served", "pay", "iv",
        instrumented("served", "pay", "draft_eligible", ["born_south"], one_sided=False),
        {"instruments": ("draft_eligible",)},
    ),
    World(
        "distance to hospital", "Does specialist care help heart patients?",
        "Registry of heart attacks. Distance to the hospital decides who sees a specialist and reaches the "
        "score only through specialist visits. specialist_visits: number of specialist visits. age: age at "
        "admission. female. "
        "score: recovery score. km_to_hospital: distance from home to the nearest specialist hospital.",
        "specialist_visits", "score", "iv",
        instrumented("specialist_visits", "score", "km_to_hospital", ["age", "female"], amount=True),
        {"instruments": ("km_to_hospital",)},
    ),
    World(
        "named instrument", "How does price change demand?",
        "price: price per kg; quantity: kg sold; weekend: 1 on weekends; hail: used as an instrument for "
        "price.",
        "price", "quantity", "iv", instrumented("price", "quantity", "hail", ["weekend"], amount=True),
        {"instruments": ("hail",)},
    ),
    World(
        "trainer supply", "Do more lessons raise test results?",
        "Driving schools sent us this; we use instructor_availability as an instrument for lessons. "
        "age: age of the learner. city: lives in a city. lessons: lessons "
        "taken. result: "
        "points in the driving test. instructor_availability: free instructor hours in the learner's town.",
        "lessons", "result", "iv",
        instrumented("lessons", "result", "instructor_availability", ["age", "city"], amount=True),
        {"instruments": ("instructor_availability",)},
    ),
    World(
        "rainfall", "Does farm income affect conflict?",
        "Villages in a dry region. Rainfall serves as an instrument for farm income. "
        "farm_income: income from farming. pop: population of the village. "
        "hilly: 1 if "
        "hilly. conflict: conflict index. rainfall: rainfall in the growing season in mm.",
        "farm_income", "conflict", "iv",
        instrumented("farm_income", "conflict", "rainfall", ["pop", "hilly"], amount=True),
        {"instruments": ("rainfall",)},
    ),
    World(
        "charter seats", "Do charter schools raise reading scores?",
        "Oversubscribed schools hold admission lotteries. seat_offered says whether a child was offered a "
        "seat, "
        "enrolled_charter whether it enrolled. reading is the score in spring. aid: gets lunch aid. "
        "kid_age.",
        "enrolled_charter", "reading", "iv",
        instrumented("enrolled_charter", "reading", "seat_offered", ["kid_age", "aid"], one_sided=False),
        {"instruments": ("seat_offered",)},
    ),
    World(
        "摇号", "参加培训能提高工资吗？",
        "符合条件的工人通过抽签决定是否收到培训邀请，但并非所有受邀者都参加。invited：是否获得邀请。"
        "attended：实际是否参加培训。"
        "age：年龄。male：男性。wage：一年后工资。",
        "attended", "wage", "iv", instrumented("attended", "wage", "invited", ["age", "male"]),
        {"instruments": ("invited",)},
    ),
    World(
        "weak offer is not the treatment", "Does the newsletter invitation change spending?",
        "Customers were randomly assigned to be invited to a newsletter. invited: 1 if invited. age. "
        "spend: spending.",
        "invited", "spend", "randomised", trial("invited", "spend", ["age"]),
    ),
    # ------------------------------------------------------------ difference-in-differences
    World(
        "minimum price", "Did the sugar tax cut soda sales?",
        "Shops in two cities, surveyed before and after one of them started to tax sugar. shop: shop "
        "number. after: 1 "
        "in the second survey. taxed_city: 1 in the city with the tax. soda: litres sold. floor_area: "
        "size of shop.",
        "taxed_city", "soda", "did", before_after("taxed_city", "soda", "after", "shop", ["floor_area"]),
        {"time": "after", "unit": "shop"},
    ),
    World(
        "bike lanes", "What did bike lanes do to accidents?",
        "Monthly figures... town_id, year, lanes (1 from the year in which the town built protected "
        "lanes), accidents, "
        "traffic. Towns built them in different years.",
        "lanes", "accidents", "did", staggered("lanes", "accidents", "year", "town_id", ["traffic"]),
        {"time": "year", "unit": "town_id"},
    ),
    World(
        "no words", "Does the smoking ban change bar revenue?",
        "county: county code\nperiod: half-year\nban: smoking ban in force\nrevenue: revenue of "
        "bars\npop: population",
        "ban", "revenue", "did", staggered("ban", "revenue", "period", "county", ["pop"], start=1),
        {"time": "period", "unit": "county"},
    ),
    World(
        "product column", "What did the app do to sales?",
        "Stores before and after the launch of an ordering app, which only some got. store_id; "
        "post_launch: after the "
        "launch; has_app: 1 once the store has the app; sales; staff: number of employees.",
        "has_app", "sales", "did",
        before_after("has_app", "sales", "post_launch", "store_id", ["staff"], product=True),
        {"time": "post_launch", "unit": "store_id"},
    ),
    World(
        "双重差分", "限行政策是否降低了污染？",
        "面板数据，各城市分批实施限行政策。city_id：城市编号。year：年份。policy：当年是否实施限行。"
        "pm25：污染指数。gdp：人均产值。",
        "policy", "pm25", "did", staggered("policy", "pm25", "year", "city_id", ["gdp"]),
        {"time": "year", "unit": "city_id"},
    ),
    World(
        "training wave", "Did the mentoring scheme raise grades?",
        "Pupils were tested twice, in autumn (wave 0) and in summer (wave 1), the mentoring taking place "
        "in between. "
        "pupil_id; wave: 0 before, 1 after; mentored: took part in the scheme; grade; girl.",
        "mentored", "grade", "did", before_after("mentored", "grade", "wave", "pupil_id", ["girl"]),
        {"time": "wave", "unit": "pupil_id"},
    ),
    # ------------------------------------------------------------ regression discontinuity
    World(
        "scholarship", "Does the scholarship raise graduation?",
        "Applicants who scored 70 or higher in the entrance exam received a scholarship. exam: exam score. "
        "scholarship: 1 = got it. age. rural. grad_index: progress after four years.",
        "scholarship", "grad_index", "rdd",
        cutoff_world("scholarship", "grad_index", "exam", 70, ["age", "rural"]),
        {"running_variable": "exam", "cutoff": 70.0},
    ),
    World(
        "poverty line", "Does cash support increase food spending?",
        "Households with a poverty index below 34 qualify for the cash transfer. poverty_index, transfer, "
        "household_size, urban, food_spend.",
        "transfer", "food_spend", "rdd",
        cutoff_world("transfer", "food_spend", "poverty_index", 34, ["household_size", "urban"], below=True),
        {"running_variable": "poverty_index", "cutoff": 34.0},
    ),
    World(
        "fuzzy pension", "Does retirement improve sleep?",
        "Most people retire on turning 65, though not all. age_exact: age in years; retired; female; "
        "sleep_quality.",
        "retired", "sleep_quality", "rdd",
        cutoff_world("retired", "sleep_quality", "age_exact", 65, ["female"], spread=6, fuzzy=True),
        {"running_variable": "age_exact", "cutoff": 65.0},
    ),
    World(
        "no column", "What does winning a council seat do to a candidate's later income?",
        "Close elections to town councils. win_margin is the margin of victory over the runner-up in points; "
        "later_income is income ten years on; female.",
        None, "later_income", "rdd", cutoff_world(None, "later_income", "win_margin", 0, ["female"]),
        {"running_variable": "win_margin", "cutoff": 0.0},
    ),
    World(
        "found in data", "Does extra tutoring raise spring results?",
        "Pupils with weak results in the autumn test got extra tutoring. autumn_score: test in autumn. "
        "tutoring: extra "
        "tutoring. girl. spring_points: test in spring.",
        "tutoring", "spring_points", "rdd",
        cutoff_world("tutoring", "spring_points", "autumn_score", 50, ["girl"], below=True),
        {"running_variable": "autumn_score"},
    ),
    World(
        "分数线", "进入重点高中是否提高高考成绩？",
        "中考成绩达到600分的学生可以被重点高中录取。exam_score：中考分数。key_school：是否就读重点高中。"
        "male：男性。gaokao：高考成绩。",
        "key_school", "gaokao", "rdd",
        cutoff_world("key_school", "gaokao", "exam_score", 600, ["male"], spread=40),
        {"running_variable": "exam_score", "cutoff": 600.0},
    ),
    World(
        "loan score", "Do loans make shops grow?",
        "The bank's rule: a shop gets the loan if its rating exceeds 5.5. rating: internal rating. loan: "
        "took the loan. "
        "owner_age: age of the owner. growth_pct: sales growth two years later.",
        "loan", "growth_pct", "rdd",
        cutoff_world("loan", "growth_pct", "rating", 5.5, ["owner_age"], spread=2),
        {"running_variable": "rating", "cutoff": 5.5},
    ),
    # ------------------------------------------------------------ front door
    World(
        "tar", "Does smoking cause lung damage?",
        "Smoking harms the lungs only through tar; a genetic trait that was not measured may drive both. "
        "age: years. "
        "smokes: 1/0. tar_deposits: tar in the lungs. lung_damage: damage score.",
        "smokes", "lung_damage", "frontdoor", through("smokes", "tar_deposits", "lung_damage", ["age"]),
        {"mediators": ("tar_deposits",)}, never=("tar_deposits",),
    ),
    World(
        "ads", "Do ads increase purchases?",
        "Users chose what to watch, and their unobserved interest matters for both. age: age. saw_ad: saw "
        "the ad. "
        "site_visits: visits to the shop, the mechanism by which ads work. purchases: amount bought.",
        "saw_ad", "purchases", "frontdoor", through("saw_ad", "site_visits", "purchases", ["age"]),
        {"mediators": ("site_visits",)}, never=("site_visits",),
    ),
    World(
        "前门", "参加讲座会提高成绩吗？",
        "未观测的学习动机同时影响参加与成绩，讲座完全通过学习时间起作用。age：年龄。lecture："
        "是否参加讲座。study_hours：每周学习时间"
        "（中介）。grade：成绩。",
        "lecture", "grade", "frontdoor", through("lecture", "study_hours", "grade", ["age"]),
        {"mediators": ("study_hours",)}, never=("study_hours",),
    ),
)  # fmt: skip
