"""Common given names by the pronoun that usually follows them; names of both stand in neither."""

from __future__ import annotations

MALE = frozenset(
    """
    aaron abdul abdullah abraham adam adrian ahmed akio al alan albert alberto alejandro alexander
    alexei alfred ali allan allen alvin amir anders andre andreas andrei andrew andy angus anil
    anthony antonio anwar archie arif arnold arthur arturo arvind asif austin axel barack barry
    bart ben benjamin benny bernard bernardo bernie bert bill billy bjorn bob bobby boris brad
    bradley brandon brendan brent bret brett brian bruce bruno bryan bryce byron caleb calvin
    cameron carl carlos carson cary cecil cesar chad charles charlie chester chris christian
    christopher chuck clarence clark claude clay clayton cliff clifford clint clinton clyde cody
    colin connor corey cornell cory craig curt curtis cyril cyrus dale damian damon dan daniel
    danny darrell darren darryl dave david dean dennis denny derek dermot devin dick diego dinesh
    dirk dmitri dmitry dominic dominique don donald doug douglas duane duncan dustin dwayne dwight
    earl ed eddie edgar edmund eduardo edward edwin eli elijah elliot elliott elon emilio emmanuel
    enrique eric erich erik ernest ernesto ernie esteban ethan eugene evan everett fabian faisal
    felipe felix ferdinand fernando francis francisco francois frank franklin franz fred freddie
    frederick fredrik friedrich gabriel garrett garry gary gavin gene geoff geoffrey george gerald
    gerard gerhard gilbert giorgio giovanni giuseppe glen glenn gordon graham grant greg gregg
    gregory guillermo gunther gus gustavo guy hamid hank hans harold harry harvey hassan hector
    heinrich henri henrik henry herb herbert herman hideo hiroshi howard hubert hugh hugo hussein
    ian ibrahim ignacio igor imran ira irving isaac ismail ivan jack jacob jacques jaime jake
    jamal james jamieson jan jared jason javier jay jean-claude jean-luc jeb jeff jefferson
    jeffrey jens jeremy jeroen jerome jerry jesse jesus jim jimmy joachim joaquin joe joel johan
    john johnny jon jonas jonathan jorge jose josef joseph josh joshua juan juergen julian julio
    julius justin kai karl keith ken kenneth kenny kent kevin khalid khizr kirk klaus konstantin
    kurt kyle lamar lance larry lars lawrence leif len leo leon leonard leonid leroy les lester
    lewis liam lindsey linus lloyd logan lorenzo lou louis luca lucas luigi luis luke mahmoud
    malcolm manfred manuel marc marcel marcelo marco marcos marcus mario mark marshall martin
    marty marvin masahiro mason mathias matt matteo matthew matthias maurice maurizio max maxim
    mehdi mel melvin michael michel miguel mikael mike mikhail milton mitch mitt mohamed mohammad
    mohammed morris morton moses muhammad murray mustafa nathan nathaniel ned neil nelson newt
    nicholas nick nicolas nigel nikolai noah noel norman oleg oliver olivier omar orlando oscar
    otto owen pablo paolo pascal patrick paul pavel pedro percy pete peter phil philip philipp
    philippe phillip pierre prakash preet rafael rahm rahul raj rajesh ralph ramon rand randal
    randall randy raul ravi ray raymond reginald reince reinhold rex ricardo richard rick ricky
    rob robby robert roberto rod roderick rodney rodrigo roger roland rolf roman ron ronald ronnie
    ross roy rubens rudolph rudy rupert russ russell ryan salman salvador samir samuel sanjay saul
    scott sean sebastian sergei sergey sergio seth shane shaun shawn sheldon shigeru shinzo sidney
    simon solomon spencer stan stanley stefan stephan stephen steve steven stewart stu stuart sven
    syed takeshi tarek taro ted terrence theo theodore thierry thom thomas tim timothy todd tom
    tommy tony travis trent trevor troy tucker tyler ulrich vernon victor viktor vince vincent
    vitaly vladimir volker wade wally walter warren wayne wendell werner wilbur wilhelm william
    willie wolfgang xavier yasser yuri yusuf zachary zack
    """.split()
)
FEMALE = frozenset(
    """
    abigail ada adele agnes aimee aisha alana alejandra alexandra alexis alice alicia alina alison
    alixandria allison alyssa amal amanda amber amelia amina amy ana anastasia andrea angela
    angelica angie anita anja ann anna anne annette annie antonia ariana arlene ashley astrid
    audrey ava barbara beatrice becky bernadette bertha beth bethany betsy betty beverly bonnie
    brenda briana bridget brigid brigitte brooke caitlin camille candace candice carla carly
    carmen carol carole caroline carolyn carrie cassandra catalina catherine cathy cecilia celeste
    celia celine charlene charlotte chelsea cheryl chloe christiane christina christine chrystia
    cindy claire clara claudia colleen connie constance corinne courtney cristina crystal cynthia
    daniela danielle daphne darlene dawn deb debbie deborah debra deirdre delia denise diana diane
    dianne dolores donna dora doris dorothy ebony edith edna eileen elaine eleanor elena elisa
    elisabeth elise eliza elizabeth ella ellen eloise elsa elsie emily emma erica erika erin
    esther ethel eugenia eunice eva evelyn faith fatima felicia fiona frances francesca gabriela
    gabrielle gail genevieve geraldine gertrude gillian gina ginger ginny gisele giulia gladys
    glenda gloria grace greta gretchen gwen hannah harriet heather heidi helen helena helga
    henrietta hilary hilda hillary holly huma ida ilana ilhan ilse imelda indira ines ingrid irene
    irina iris isabel isabella ivanka jackie jacqueline jana jane janet janice jasmine jean
    jeanette jeanne jen jenna jennifer jenny jessica jill jillian jo joan joanna joanne jocelyn
    josephine joy joyce juanita judith judy julia juliana julie june kamala kara karen kari karin
    karine karla karoline kate katherine kathleen kathryn kathy katie katrina katy kayla kayleigh
    kellie kelly kellyanne kerry kimberly kirsten kristen kristi kristin kristina kristine lara
    latoya laura lauren laurie leah leigh leila lena leona leticia lillian lily linda lisa liz
    lois loretta lori lorraine louise lucia lucille lucy luisa lydia lynn lynne mabel mackenzie
    madeleine madeline maggie malala mandy marcela marcia margaret margarita maria mariah marian
    marianne marie marilyn marina marisa marissa marjorie marla marlene marsha martha mary maryam
    maureen maxine maya megan meghan megyn mei melania melanie melinda melissa mercedes meredith
    mia michaela michele michelle mildred minnie miranda miriam misty molly mona monica muriel
    myra nadia nancy naomi natalia natalie natasha nellie nicole nikki nina nora norma odile olena
    olga olivia pamela patricia patty paula pauline peggy penelope penny petra phoebe phyllis
    priscilla rachel ramona raquel rebecca regina renee rhonda rita roberta rochelle rosa rosalind
    rose rosemary rosie roxanne ruth sabrina sally samantha sandra sandy sara sarah savannah
    selena shannon sharon sheila shelley sherry shirley simone sofia sonia sonya sophia sophie
    stacey stacy stella stephanie sue susan susana susanne susie suzanne svetlana sylvia tamara
    tammy tanya tara tatiana teresa teri thelma theresa tiffany tina toni tonya tracy tricia tulsi
    ursula valentina valerie vanessa vera veronica vicki vicky victoria viola violet vivian wanda
    wendy whitney wilma winifred yolanda yvette yvonne zainab zoe
    """.split()
)
NEUTRAL = frozenset(
    "alex casey dana jamie jordan kim lee leslie morgan pat robin sam taylor terry".split()
)
